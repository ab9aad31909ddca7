// The controller dies at any moment; the same push again goes on, and no installer starts twice.
#include <gtest/gtest.h>

#include <csignal>
#include <random>

#include "e2e/desk.h"

namespace clientpush {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> hosts{"h1", "h2", "h3", "h4", "h5", "h6", "h7", "h8"};

class PushThatIsKilled : public testing::Test {
protected:
    PushThatIsKilled() { desk.write("inventory/slow.yml", "clients: {vars: {demo_delay: 0.3}}\n"); }

    /// How far the push has come on the hosts: each upload, attempt and result is a file more.
    int files_on_hosts() const {
        int count = 0;
        for (const std::string& host : hosts) {
            std::error_code gone;  // a file may go while we look
            fs::recursive_directory_iterator file(fleet.host_folder(host) / "var/lib/clientpush", gone);
            for (; !gone && file != fs::recursive_directory_iterator(); file.increment(gone)) ++count;
        }
        return count;
    }

    /// Starts the push and kills it when the hosts have so many files more; false when it ended before.
    bool push_and_kill_after(int files) {
        RunningProgram push = desk.start({"push", "-q", "-f", "2"});
        const int before = files_on_hosts();
        EXPECT_TRUE(eventually([&] { return push.ended() || files_on_hosts() - before >= files; }));
        push.signal(SIGKILL);
        return push.wait().status == 128 + SIGKILL;
    }

    Fleet fleet{hosts, {{80, 443}, "root"}};
    Desk desk{fleet, hosts};
};

TEST_F(PushThatIsKilled, AtTenRandomMomentsStartsEveryInstallerOnceAndForgetsNoHost) {
    constexpr unsigned seed = 20261122;
    std::mt19937 random(seed);
    std::uniform_int_distribution<int> files(0, 9);

    for (int kill = 0; kill < 10; ++kill) ASSERT_TRUE(push_and_kill_after(files(random))) << "kill " << kill;
    const Output last = desk.run({"push", "-f", "2"});

    EXPECT_EQ(last.status, 0) << last.out << last.err;
    const auto states = desk.states();
    for (const std::string& host : hosts) {
        EXPECT_EQ(states.at(host).substr(0, 7), "managed") << host << " " << states.at(host);
        EXPECT_EQ(fleet.starts(host), 1) << host;
        EXPECT_EQ(desk.attempts(host), 1) << host;
    }
}

}  // namespace
}  // namespace clientpush
