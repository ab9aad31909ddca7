#include "control/control.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <thread>

#include "support/errors.h"
#include "support/temp_dir.h"

namespace clientpush {
namespace {

namespace fs = std::filesystem;

/// An owner of a state on a thread of its own, as another process would be.
class Owner {
public:
    Owner(const fs::path& state, ControlServer::Handler handler)
        : server_(std::make_unique<ControlServer>(loop_.get_executor(), state, std::move(handler))),
          thread_([this] { loop_.run(); }) {}
    ~Owner() {
        asio::post(loop_, [this] { server_.reset(); });
        thread_.join();
    }

private:
    asio::io_context loop_;
    std::unique_ptr<ControlServer> server_;
    std::thread thread_;
};

class ControlTest : public testing::Test {
protected:
    TempDir folder;
    fs::path state = folder / "state.db";
};

TEST_F(ControlTest, TheOwnerIsToldWhatIsWantedAndAnswers) {
    ControlRequest told;
    const Owner owner(state, [&](const ControlRequest& request) {
        told = request;
        return "run 3 is paused";
    });

    const auto answer = ask_owner(state, {"pause", 3, "lunch \"at\"\nnoon"});

    EXPECT_EQ(answer, "run 3 is paused");
    EXPECT_EQ(told.verb, "pause");
    EXPECT_EQ(told.run, 3);
    EXPECT_EQ(told.why, "lunch \"at\"\nnoon");
}

TEST_F(ControlTest, AnOwnerThatRefusesDoesSoInItsOwnWords) {
    const Owner owner(state, [](const ControlRequest&) -> std::string {
        throw Error(Error::Kind::usage, "other-run", "run 4 is being executed, not 3");
    });

    const Error error = error_of([&] { ask_owner(state, {"cancel", 3, ""}); });

    EXPECT_EQ(error.reason(), "owner-refused");
    EXPECT_EQ(error.kind(), Error::Kind::usage);
    EXPECT_STREQ(error.what(), "run 4 is being executed, not 3");
}

TEST_F(ControlTest, AnswersOneAfterTheOther) {
    const Owner owner(state, [](const ControlRequest& request) { return "did " + request.verb; });

    EXPECT_EQ(ask_owner(state, {"pause", 0, ""}), "did pause");
    EXPECT_EQ(ask_owner(state, {"resume", 0, ""}), "did resume");
}

TEST_F(ControlTest, NobodyOwnsAStateWithoutASocket) {
    EXPECT_FALSE(ask_owner(state, {"pause", 0, ""}));
    EXPECT_FALSE(ask_owner("/nowhere/at/all/state.db", {"pause", 0, ""}));
}

TEST_F(ControlTest, ASocketThatADeadOwnerLeftIsNobodysAndIsTakenOver) {
    const int left = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    const std::string path = state.string() + ".sock";
    path.copy(name.sun_path, sizeof name.sun_path - 1);
    ASSERT_EQ(::bind(left, reinterpret_cast<const sockaddr*>(&name), sizeof name), 0);
    ::close(left);

    EXPECT_FALSE(ask_owner(state, {"pause", 0, ""}));
    const Owner owner(state, [](const ControlRequest&) { return "here"; });
    EXPECT_EQ(ask_owner(state, {"pause", 0, ""}), "here");
}

TEST_F(ControlTest, TheSocketIsForItsOwnerAloneAndGoesWithTheServer) {
    const fs::path socket = state.string() + ".sock";
    {
        const Owner owner(state, [](const ControlRequest&) { return ""; });
        EXPECT_EQ(fs::status(socket).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    }
    EXPECT_FALSE(fs::exists(socket));
}

TEST_F(ControlTest, AStateMayLieDeep) {
    fs::path deep = folder.path();
    for (int i = 0; i < 20; ++i) deep /= "a-folder-with-a-long-name";
    fs::create_directories(deep);
    const Owner owner(deep / "state.db", [](const ControlRequest&) { return "deep"; });

    EXPECT_EQ(ask_owner(deep / "state.db", {"pause", 0, ""}), "deep");
}

/// Sends raw bytes, as a stranger would, and gives what comes back.
std::string send_raw(const fs::path& state, const std::string& bytes) {
    asio::io_context loop;
    asio::local::stream_protocol::socket peer(loop);
    peer.connect(state.string() + ".sock");
    asio::write(peer, asio::buffer(bytes));
    peer.shutdown(asio::socket_base::shutdown_send);
    std::string reply;
    boost::system::error_code end;
    asio::read(peer, asio::dynamic_buffer(reply), end);
    return reply;
}

TEST_F(ControlTest, NonsenseIsAnsweredOrDroppedAndHarmsNobody) {
    const Owner owner(state, [](const ControlRequest& request) { return "did " + request.verb; });

    EXPECT_NE(send_raw(state, "nonsense\n").find("\"ok\":false"), std::string::npos);
    EXPECT_NE(send_raw(state, "{\"verb\": 7}\n").find("\"ok\":false"), std::string::npos);
    EXPECT_NE(send_raw(state, "{\"verb\": \"x\", \"run\": \"y\"}\n").find("\"ok\":false"), std::string::npos);
    EXPECT_EQ(send_raw(state, "no line end"), "");
    EXPECT_EQ(send_raw(state, std::string(4000, 'x')), "");
    EXPECT_EQ(ask_owner(state, {"pause", 0, ""}), "did pause");
}

}  // namespace
}  // namespace clientpush
