#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <boost/asio/use_future.hpp>

#include "rig.h"
#include "support/cancel.h"
#include "support/child_processes.h"
#include "support/deaf_port.h"

namespace clientpush {
namespace {

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t times = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size()))
        ++times;
    return times;
}

std::size_t logins(const Sshd& sshd) {
    return count(sshd.log(), "Accepted publickey");
}

/// Some servers of which one or several are jump hosts; one key opens all of them.
class Jumps : public testing::Test {
protected:
    Jumps() { know({&bastion_, &target_}); }

    void know(const std::vector<const Sshd*>& servers) {
        std::string text;
        for (const Sshd* sshd : servers) {
            text += read_text(sshd->known_hosts());
            write_text(sshd->folder() / "authorized_keys", read_text(key().string() + ".pub"));
        }
        write_text(known_hosts_, text);
    }

    std::filesystem::path key() const { return bastion_.client_key(); }

    ssh::SshOptions options() const {
        ssh::SshOptions options = trusting(known_hosts_);
        options.key_files = {key()};
        return options;
    }

    static std::string hop(const Sshd& sshd) { return sshd.endpoint().user + "@" + place(sshd); }
    static std::string place(const Sshd& sshd) { return "127.0.0.1:" + std::to_string(sshd.port()); }

    Endpoint behind(const std::string& jump, const Sshd& sshd) const {
        Endpoint endpoint = sshd.endpoint();
        endpoint.private_key_file = key();
        endpoint.jump = jump;
        return endpoint;
    }

    Error refusal_behind(const std::string& jump) const {
        ssh::SshTransport transport(options());
        return refusal(transport, behind(jump, target_));
    }

    TempDir folder_;
    const std::filesystem::path known_hosts_ = folder_ / "known_hosts";
    const Sshd bastion_{{.host_keys = {"ed25519"}, .lines = {}}};
    const Sshd target_{{.host_keys = {"ed25519"}, .lines = {}}};
};

TEST_F(Jumps, LeadToAHostBehindThem) {
    ssh::SshTransport transport(options());

    EXPECT_EQ(log_in(transport, behind(hop(bastion_), target_)), "in\n");

    EXPECT_EQ(logins(bastion_), 1u);
    EXPECT_EQ(logins(target_), 1u);
}

TEST_F(Jumps, AreReachedAsSshsConfigurationSays) {
    make_key(folder_ / "stranger", {"-t", "ed25519"});
    write_text(folder_ / "hosts_of_the_jump_host", "bastion " + bastion_.host_key() + '\n');
    write_text(known_hosts_, read_text(target_.known_hosts()));
    ssh::SshOptions options = trusting(known_hosts_);
    const std::string config = fmt::format(
        "Host bastion\n  HostName 127.0.0.1\n  Port {}\n  User {}\n"
        "  IdentityFile {}\n  IdentityFile {}\n  UserKnownHostsFile {}\n",
        bastion_.port(), current_user(), (folder_ / "stranger").string(), key().string(),
        (folder_ / "hosts_of_the_jump_host").string());
    options.config_files = {write_text(folder_ / "config", config)};
    ssh::SshTransport transport(options);

    EXPECT_EQ(log_in(transport, behind("bastion", target_)), "in\n");

    EXPECT_EQ(logins(bastion_), 1u);
}

TEST_F(Jumps, NamedNoneAreNotUsed) {
    ssh::SshTransport transport(options());

    EXPECT_EQ(log_in(transport, behind("none", target_)), "in\n");

    EXPECT_EQ(logins(bastion_), 0u);
}

TEST_F(Jumps, LeadThroughOneAnother) {
    const Sshd inner({.host_keys = {"ed25519"}, .lines = {}});
    know({&bastion_, &inner, &target_});
    ssh::SshTransport transport(options());

    EXPECT_EQ(log_in(transport, behind(hop(bastion_) + "," + hop(inner), target_)), "in\n");

    EXPECT_EQ(logins(bastion_), 1u);
    EXPECT_EQ(logins(inner), 1u);
}

/// Everything that many hosts behind one jump host say back, on one loop.
std::vector<std::string> speak(Transport& transport, const Endpoint& endpoint, std::size_t hosts,
                               const std::string& input) {
    asio::io_context loop;
    std::vector<std::future<Said>> results;
    for (std::size_t i = 0; i < hosts; ++i) {
        const std::string text = input + std::to_string(i);
        const std::string line = "head -c " + std::to_string(text.size());
        results.push_back(asio::co_spawn(loop, ask(&transport, endpoint, line, text), asio::use_future));
    }
    loop.run();
    std::vector<std::string> answers;
    for (auto& result : results) answers.push_back(result.get().out);
    return answers;
}

TEST_F(Jumps, ShareOneConnectionAmongTheirHostsAndMixNothingUp) {
    const std::string input(600'000, 'x');
    ssh::SshTransport transport(options());

    const auto answers = speak(transport, behind(hop(bastion_), target_), 12, input);

    for (std::size_t i = 0; i < answers.size(); ++i) EXPECT_EQ(answers[i], input + std::to_string(i)) << i;
    EXPECT_GE(logins(bastion_), 1u);
    EXPECT_LE(logins(bastion_), 10u);
    EXPECT_EQ(logins(target_), 12u);
}

TEST_F(Jumps, AreKeptForTheNextHostAndLetTheLoopEnd) {
    ssh::SshTransport transport(options());
    asio::io_context loop;
    for (int wave = 0; wave < 3; ++wave) {
        auto result = asio::co_spawn(loop, ask(&transport, behind(hop(bastion_), target_), "echo in"),
                                     asio::use_future);

        loop.restart();
        loop.run();

        EXPECT_EQ(result.get().out, "in\n");
    }

    EXPECT_EQ(logins(bastion_), 1u);
}

TEST_F(Jumps, ThatWereLostWhileNobodyNeededThemAreReplaced) {
    ssh::SshTransport transport(options());
    asio::io_context loop;
    const auto visit = [&] {
        return run_loop(loop, ask(&transport, behind(hop(bastion_), target_), "echo in")).out;
    };
    ASSERT_EQ(visit(), "in\n");
    const ChildProcesses sessions(bastion_.pid());
    sessions.end();

    EXPECT_EQ(visit(), "in\n");
    EXPECT_EQ(logins(bastion_), 2u);
}

TEST_F(Jumps, UploadWholeFiles) {
    ssh::SshTransport transport(options());
    const std::string data(5'000'000, 'y');
    const auto work = [](Transport* over, Endpoint endpoint, std::string path,
                         std::string_view bytes) -> asio::awaitable<int> {
        const auto connection = co_await over->connect(endpoint);
        co_await connection->put(path, bytes, 0);
        co_return 1;
    };

    run_loop(work(&transport, behind(hop(bastion_), target_), (folder_ / "big").string(), data));

    EXPECT_EQ(read_text(folder_ / "big"), data);
}

TEST_F(Jumps, WithAKeyThatIsNotOnRecordAreRefusedByName) {
    write_text(known_hosts_, read_text(target_.known_hosts()));

    const Error error = refusal_behind(hop(bastion_));

    EXPECT_EQ(error.kind(), Error::Kind::refused);
    EXPECT_EQ(error.reason(), "jump-host-key-unknown");
    EXPECT_TRUE(says(error.what(), "the jump host 127.0.0.1")) << error.what();
    EXPECT_EQ(logins(bastion_), 0u);
}

TEST_F(Jumps, ThatLetUsNotInAreAskedOnceForAllHosts) {
    ssh::SshTransport transport(options());
    const Endpoint endpoint = behind("nobody-of-that-name@" + place(bastion_), target_);
    asio::io_context loop;
    std::vector<std::future<Said>> results;
    for (int i = 0; i < 20; ++i)
        results.push_back(asio::co_spawn(loop, ask(&transport, endpoint, "true"), asio::use_future));

    loop.run();

    for (auto& result : results) EXPECT_EQ(error_of([&] { result.get(); }).reason(), "jump-login-refused");
    EXPECT_EQ(count(bastion_.log(), "Failed publickey for"), 0u);
    EXPECT_EQ(count(bastion_.log(), "Invalid user nobody-of-that-name from"), 1u) << bastion_.log();
}

TEST_F(Jumps, ThatAreNotThereMakeTheHostUnreachable) {
    Error error = refusal_behind("127.0.0.1:1");

    EXPECT_EQ(error.kind(), Error::Kind::unreachable);
    EXPECT_EQ(error.reason(), "jump-connection-refused");
    EXPECT_TRUE(says(error.what(), "the jump host 127.0.0.1")) << error.what();
}

TEST_F(Jumps, ThatForbidForwardingSaySo) {
    const Sshd closed({.host_keys = {"ed25519"}, .lines = {"AllowTcpForwarding no"}});
    know({&closed, &target_});

    const Error error = refusal_behind(hop(closed));

    EXPECT_EQ(error.kind(), Error::Kind::refused);
    EXPECT_EQ(error.reason(), "forwarding-refused");
    EXPECT_TRUE(says(error.what(), "target (127.0.0.1")) << error.what();
    EXPECT_TRUE(says(error.cure(), "AllowTcpForwarding"));
}

TEST_F(Jumps, ThatCannotReachTheHostSaySo) {
    ssh::SshTransport transport(options());
    Endpoint nobody = behind(hop(bastion_), target_);
    nobody.port = 1;

    const Error error = refusal(transport, nobody);

    EXPECT_EQ(error.kind(), Error::Kind::unreachable);
    EXPECT_EQ(error.reason(), "no-route");
    EXPECT_TRUE(says(error.what(), "the jump host 127.0.0.1 cannot connect to target (127.0.0.1, port 1)"))
        << error.what();
}

TEST_F(Jumps, ThatBreakTakeTheirHostsWithThemByName) {
    ssh::SshTransport transport(options());
    const ChildProcesses sessions(bastion_.pid());
    const auto work = [](Transport* over, Endpoint endpoint,
                         const ChildProcesses* victims) -> asio::awaitable<Said> {
        const auto connection = co_await over->connect(endpoint);
        victims->end();
        co_return co_await ask(connection.get(), "echo never");
    };

    const Error error =
        error_of([&] { run_loop(work(&transport, behind(hop(bastion_), target_), &sessions)); });

    EXPECT_EQ(error.kind(), Error::Kind::lost);
    EXPECT_EQ(error.reason(), "connection-lost");
    EXPECT_TRUE(says(error.what(), "the jump host 127.0.0.1 was lost")) << error.what();
}

TEST_F(Jumps, StandingStillBecauseOfOneHostServeTheOthers) {
    // A listener whose queue is full answers nobody: the jump host waits for it for minutes.
    const DeafPort deaf;
    ssh::SshTransport transport(options());
    Endpoint dead = behind(hop(bastion_), target_);
    dead.port = deaf.port();
    asio::io_context loop;
    asio::cancellation_signal stop;
    bool ended = false;
    asio::co_spawn(
        loop, ask(&transport, dead, "true"),
        asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr, Said) { ended = true; }));
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(run_loop(loop, ask(&transport, behind(hop(bastion_), target_), "echo in")).out, "in\n");
    EXPECT_FALSE(ended);

    stop.emit(asio::cancellation_type::terminal);
    loop.restart();
    loop.run();

    EXPECT_TRUE(ended);
    EXPECT_GE(logins(bastion_), 2u);
}

TEST_F(Jumps, CanBeGivenUpWhileTheyDoNotAnswer) {
    ssh::SshTransport transport(options());
    ::kill(bastion_.pid(), SIGSTOP);
    const auto work = [](Transport* over, Endpoint endpoint) -> asio::awaitable<void> {
        co_await over->connect(endpoint);
    };
    int looks = 0;

    EXPECT_TRUE(
        ends_when_cancelled([&] { return ++looks > 3; }, work(&transport, behind(hop(bastion_), target_))));

    ::kill(bastion_.pid(), SIGCONT);
}

TEST_F(Jumps, AreScannedThroughToo) {
    write_text(known_hosts_, read_text(bastion_.known_hosts()));
    const ssh::SshTransport transport(options());

    const ssh::OfferedKeys offered = run_loop(ssh::scan(&transport.ways(), behind(hop(bastion_), target_)));

    ASSERT_EQ(offered.keys.size(), 1u);
    EXPECT_EQ(offered.keys[0].type, "ssh-ed25519");
}

}  // namespace
}  // namespace clientpush
