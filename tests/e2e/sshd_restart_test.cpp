// A host's sshd goes away while its installer runs, and comes back.
#include <gtest/gtest.h>

#include "e2e/desk.h"

namespace clientpush {
namespace {

class SshdThatIsRestarted : public testing::Test {
protected:
    bool is(const std::string& state) const {
        const auto states = desk.states();
        const auto one = states.find("one");
        return one != states.end() && one->second.starts_with(state);
    }

    Fleet fleet{{"one"}, {{80, 443}, "root"}};
    Desk desk{fleet, {"one"}};
};

TEST_F(SshdThatIsRestarted, InMidInstallIsWaitedForAndTheInstallerNotStartedAgain) {
    desk.write("playbook.yml",
               "name: test\nretry: {unreachable: {first: 1s, factor: 1, max: 1s, give_up: 1h}}\n");
    desk.hold_installers();
    RunningProgram push = desk.start({"push", "playbook.yml", "--wait", "10m"});
    EXPECT_TRUE(eventually([&] { return fleet.starts("one") == 1; }));

    fleet.set("one", "off");
    fleet.exec("one", "pkill -KILL -f '[s]shd: .*@'");
    EXPECT_TRUE(eventually([&] { return is("unknown"); }));
    fleet.set("one", "on");
    desk.release_installer(fleet, "one");
    const Output output = push.wait();

    EXPECT_EQ(output.status, 0) << output.out << output.err;
    EXPECT_TRUE(is("managed"));
    EXPECT_EQ(fleet.starts("one"), 1);
    EXPECT_EQ(desk.attempts("one"), 1);
}

}  // namespace
}  // namespace clientpush
