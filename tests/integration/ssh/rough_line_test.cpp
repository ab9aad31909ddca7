#include "support/rough_line.h"

#include <gtest/gtest.h>
#include <signal.h>

#include "rig.h"
#include "support/cancel.h"
#include "support/child_processes.h"

namespace clientpush {
namespace {

/// A server behind a line on which things go wrong.
class OverARoughLine : public testing::Test {
protected:
    ssh::SshOptions options() const {
        return trusting(write_text(sshd_.folder() / "by_name", "target " + sshd_.host_key() + '\n'));
    }
    Endpoint through(const RoughLine& line) const {
        Endpoint endpoint = sshd_.endpoint();
        endpoint.port = line.port();
        return endpoint;
    }

    const Sshd sshd_{{.host_keys = {"ed25519"}, .lines = {}}};
};

TEST_F(OverARoughLine, EverythingWorksByteByByte) {
    const RoughLine line(sshd_.port(), {.byte_by_byte = true});
    ssh::SshTransport transport(options());

    EXPECT_EQ(log_in(transport, through(line)), "in\n");
}

TEST_F(OverARoughLine, AResetAtAnyStageIsToldAndRetryable) {
    ssh::SshTransport transport(options());
    // What the host still says behind the answer is well below a tenth of this.
    const auto talk = [&](const RoughLine& line) {
        return run_loop(ask(&transport, through(line), "head -c 5000 /dev/zero | tr '\\0' x")).out;
    };
    std::size_t length = 0;
    {
        const RoughLine whole(sshd_.port(), {});
        ASSERT_EQ(talk(whole), std::string(5000, 'x'));
        length = whole.passed();
    }
    for (std::size_t bytes = 0; bytes < length * 9 / 10; bytes += length / 14) {
        const RoughLine line(sshd_.port(), {.reset_after = bytes});

        const Error error = error_of([&] { talk(line); });

        // A host may have had less to say than the first time, and then nothing was reset.
        if (line.passed() < bytes && bytes > length / 2) break;
        // A reset that comes at once may be seen while we still connect.
        const bool unreachable = error.reason() == "no-banner" || error.reason() == "connection-refused";
        const bool lost = error.kind() == Error::Kind::lost && error.reason() == "connection-lost";
        EXPECT_TRUE(unreachable || lost) << bytes << " of " << length << ": " << describe(error);
        EXPECT_FALSE(error.cure().empty()) << bytes;
    }
}

TEST(StoppedServer, CanBeCancelledInTheMiddleOfACommand) {
    const Sshd sshd;
    ssh::SshTransport transport(trusting(sshd.known_hosts()));
    const ChildProcesses sessions(sshd.pid());
    const auto mark = sshd.folder() / "mark";
    const auto work = [](Transport* over, Endpoint endpoint, std::string line) -> asio::awaitable<void> {
        co_await ask(over, endpoint, line);
    };
    const auto stopped = [&] {
        if (!std::filesystem::exists(mark)) return false;
        sessions.send(SIGSTOP);
        return true;
    };

    EXPECT_TRUE(ends_when_cancelled(
        stopped, work(&transport, sshd.endpoint(), "touch '" + mark.string() + "'; sleep 300")));

    sessions.send(SIGKILL);
}

TEST(ChannelTimeout, EndsACommandWithoutItsLastWord) {
    const Sshd sshd({.host_keys = {"ed25519"}, .lines = {"ChannelTimeout session:*=8s"}});
    ssh::SshTransport transport(trusting(sshd.known_hosts()));

    const Error error =
        error_of([&] { run_loop(ask(&transport, sshd.endpoint(), "echo first; sleep 60; echo last")); });

    EXPECT_EQ(error.reason(), "no-trailer");
    EXPECT_TRUE(says(error.what(), "broke off: first")) << error.what();
}

}  // namespace
}  // namespace clientpush
