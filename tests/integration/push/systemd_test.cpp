// The runner where systemd is in charge: a real one, as the first process of namespaces of its own.
#include "support/systemd.h"

#include <gtest/gtest.h>

#include "support/child.h"
#include "support/files.h"

namespace clientpush {
namespace {

// The state and the payload of a push, so far as a launch asks for them.
constexpr const char* values = R"sh(
directory=/opt/clientpush package=p fence=1 state_id=s attempt=0123abcd patience=60 profile_look=
mkdir -p -m 700 /opt/clientpush /opt/clientpush/payload /opt/clientpush/payload/p
echo text > /opt/clientpush/payload/p/file
manifest=$(cd /opt/clientpush/payload/p && sha256sum file)'
' properties=
)sh";

class RunnerUnderSystemd : public testing::Test {
protected:
    void SetUp() override {
        if (!systemd.why_not().empty()) GTEST_SKIP() << systemd.why_not();
    }

    /// What the runner says of an installer that does this.
    std::string push(const std::string& command, int deadline, const std::string& then = {}) {
        const std::string runner = std::string(CLIENTPUSH_SOURCE_DIR) + "/payload/runner/";
        write_text(folder / "command", command);
        write_text(folder / "push.sh", std::string(values) + "command=$(cat " +
                                           (folder / "command").string() + ") runner=$(cat " + runner +
                                           "detached.sh) deadline=" + std::to_string(deadline) + "\n" +
                                           read_text(runner + "runner.sh") + "\npush\n" + then + "\n");
        std::vector<std::string> words = systemd.inside();
        words.insert(words.end(), {"sh", "-c", "exec sh \"$0\" 2>&1", (folder / "push.sh").string()});
        return run_child(words).output;
    }

    const TempDir folder;
    const Systemd systemd;
};

TEST_F(RunnerUnderSystemd, StartsTheInstallerInAScopeOfTheAttempt) {
    const std::string said = push("cat /proc/self/cgroup", 60);

    EXPECT_NE(said.find("\nstatus=done\nrc=0\n"), std::string::npos) << said;
    EXPECT_NE(said.find("output=0::/system.slice/clientpush-0123abcd.scope\n"), std::string::npos) << said;
}

TEST_F(RunnerUnderSystemd, EndsAlsoWhoeverHasLeftTheInstallersSession) {
    const std::string said = push("setsid sleep 1000 & echo $! > /opt/left; sleep 1000", 1,
                                  "sh -c 'kill -0 $(cat /opt/left)' || echo gone");

    EXPECT_NE(said.find("\ntimed_out=yes\n"), std::string::npos) << said;
    EXPECT_NE(said.find("gone\n"), std::string::npos) << said;
}

TEST_F(RunnerUnderSystemd, StartsAnAttemptOnceAlsoWhenItIsAskedTwice) {
    const std::string said = push("echo started >> /opt/starts", 60, "push > /dev/null; cat /opt/starts");

    EXPECT_EQ(said.substr(said.size() - 8), "started\n") << said;
    EXPECT_EQ(said.find("started\nstarted\n"), std::string::npos) << said;
}

}  // namespace
}  // namespace clientpush
