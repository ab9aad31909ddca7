// The demo client's own scripts, on a host of their own.

#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <iterator>

#include "unit/profile/demo_host.h"

namespace clientpush {
namespace {

namespace fs = std::filesystem;

class DemoClient : public testing::Test {
protected:
    void SetUp() override {
        if (!DemoHost::possible()) GTEST_SKIP() << "mounting over /opt needs root";
    }

    std::string properties(const TestPort& plain, const TestPort& secure,
                           const std::string& more = "") const {
        return "SMSSITECODE=ABC\nSMSMP=127.0.0.1\nCCMHTTPPORT=" + plain.text() +
               "\nCCMHTTPSPORT=" + secure.text() + "\n" + more;
    }

    std::string asked(const TestPort& plain, const TestPort& secure, const std::string& protocol = "",
                      const std::string& points = "127.0.0.1") const {
        return "site=ABC\nmanagement_points='" + points + "'\nhttp_port=" + plain.text() +
               "\nhttps_port=" + secure.text() + "\nprotocol=" + protocol;
    }

    bool alive(int pid) const {
        const std::string stat = read_text("/proc/" + std::to_string(pid) + "/stat");
        return !stat.empty() && stat.find(") Z ") == std::string::npos;
    }

    /// The agent leads a group of its own as soon as its installer has ended.
    void kill_agent() const {
        const int agent = host.process("agent.pid");
        ASSERT_EQ(::kill(-agent, SIGKILL), 0);
        while (alive(agent)) {
        }
    }

    std::size_t starts() const {
        const std::string log = read_text(host.home() / "starts.log");
        return static_cast<std::size_t>(std::ranges::count(log, '\n'));
    }

    TestPort http{TestPort::Kind::management_point};
    TestPort https{TestPort::Kind::silent};
    DemoHost host;
};

TEST_F(DemoClient, InstalledClientSaysWhatItIsAndReachesItsManagementPoint) {
    const Ended ended = host.start("install", properties(http, https));

    EXPECT_EQ(ended.code, 0) << ended.out;
    EXPECT_EQ(
        host.look(asked(http, https)),
        (std::set<std::string>{"installed=yes", "version=1.0", "http=" + http.text(), "https=" + https.text(),
                               "site=ABC", "management_point=127.0.0.1", "agent=running", "installer=idle",
                               "reaches=yes", "way_http=open", "way_https=open"}));
}

TEST_F(DemoClient, EveryPosixShellReadsTheSame) {
    host.start("install", properties(http, https));
    const std::set<std::string> by_sh = host.look(asked(http, https));

    for (const std::string shell : {"dash", "bash --posix", "busybox sh"}) {
        const bool there = host.run({"sh", "-c", shell + " -c true"}).code == 0;
        if (there) {
            EXPECT_EQ(host.look(asked(http, https), shell), by_sh) << shell;
        }
    }
    EXPECT_TRUE(by_sh.contains("agent=running"));
}

TEST_F(DemoClient, HostWithoutAClientIsAbsentInEveryWord) {
    EXPECT_EQ(host.look(asked(http, https)),
              (std::set<std::string>{
                  "installed=no", "version=", "http=", "https=", "site=", "management_point=", "agent=absent",
                  "installer=idle", "reaches=unknown", "way_http=open", "way_https=open"}));
    EXPECT_FALSE(fs::exists(host.home()));
}

TEST_F(DemoClient, LookWritesNothing) {
    host.start("install", properties(http, https));
    kill_agent();
    const Ended before = host.run({"sh", "-c", "cd /opt && find . -exec stat -c '%n %i %s %y' {} +"});

    const std::set<std::string> said = host.look(asked(http, https));

    EXPECT_EQ(host.run({"sh", "-c", "cd /opt && find . -exec stat -c '%n %i %s %y' {} +"}).out, before.out);
    EXPECT_TRUE(said.contains("installed=yes"));
}

TEST_F(DemoClient, SwitchChangesThePortsAndNothingElseAndRestartsTheAgent) {
    const TestPort new_http(TestPort::Kind::management_point);
    const TestPort new_https(TestPort::Kind::silent);
    host.start("install", properties(http, https, "PROTOCOL=https\n"));
    const int old_agent = host.process("agent.pid");

    const Ended ended =
        host.start("switch", "CCMHTTPPORT=" + new_http.text() + "\nCCMHTTPSPORT=" + new_https.text());

    EXPECT_EQ(ended.code, 0) << ended.out;
    EXPECT_FALSE(alive(old_agent));
    EXPECT_TRUE(alive(host.process("agent.pid")));
    EXPECT_EQ(read_text(host.home() / "config"),
              "version=1.0\nsite=ABC\nmanagement_point=127.0.0.1\nprotocol=https\nhttp_port=" +
                  new_http.text() + "\nhttps_port=" + new_https.text() + "\n");
}

TEST_F(DemoClient, SwitchNeedsAnInstalledClient) {
    const Ended ended = host.start("switch", properties(http, https));

    EXPECT_EQ(ended.code, 9);
    EXPECT_EQ(ended.out, "demo-client: the demo client is not installed\n");
    EXPECT_EQ(starts(), 1U);
}

TEST_F(DemoClient, ReinstallReplacesTheAgentAndCountsAsAStart) {
    host.start("install", properties(http, https));
    const int old_agent = host.process("agent.pid");

    const Ended ended = host.start("install", properties(http, https));

    EXPECT_EQ(ended.code, 0) << ended.out;
    EXPECT_FALSE(alive(old_agent));
    EXPECT_TRUE(alive(host.process("agent.pid")));
    EXPECT_EQ(starts(), 2U);
}

TEST_F(DemoClient, AgentHoldsNothingOfWhoeverStartedIt) {
    const std::string with_open_files = "exec 3> /opt/held 4>&3 5>&3 6>&3 7>&3 8>&3 9>&3 && exec \"$@\"";
    std::vector<std::string> program = {"sh", "-c", with_open_files, "sh"};
    std::ranges::copy(host.method_command("install", properties(http, https)), std::back_inserter(program));

    const Ended ended = host.run(program);
    const int agent = host.process("agent.pid");
    std::vector<std::string> held;

    for (const fs::directory_entry& entry : fs::directory_iterator("/proc/" + std::to_string(agent) + "/fd"))
        if (std::error_code gone; fs::read_symlink(entry, gone).filename() == "held")
            held.push_back(entry.path());

    EXPECT_EQ(ended.code, 0) << ended.out;
    EXPECT_TRUE(alive(agent));
    EXPECT_EQ(held, std::vector<std::string>{});
}

TEST_F(DemoClient, KilledAgentIsStoppedAndReachesNothing) {
    host.start("install", properties(http, https));
    kill_agent();

    const std::set<std::string> said = host.look(asked(http, https));

    EXPECT_TRUE(said.contains("agent=stopped"));
    EXPECT_TRUE(said.contains("reaches=no"));
}

TEST_F(DemoClient, ProcessThatGotTheAgentsOldNumberIsNotTheAgent) {
    host.start("install", properties(http, https));
    kill_agent();
    host.run({"sh", "-c", "echo 1 999999999 > /opt/demo-client/agent.pid"});

    EXPECT_TRUE(host.look(asked(http, https)).contains("agent=stopped"));
}

TEST_F(DemoClient, ManagementPointThatAnswersWithAnErrorIsNotReached) {
    const TestPort broken(TestPort::Kind::broken);
    host.start("install", properties(broken, https));

    const std::set<std::string> said = host.look(asked(broken, https));

    EXPECT_TRUE(said.contains("reaches=no"));
    EXPECT_TRUE(said.contains("way_http=open"));
}

TEST_F(DemoClient, AgentOverHttpsUsesTheHttpsPort) {
    const TestPort closed(TestPort::Kind::closed);
    host.start("install", properties(closed, https, "PROTOCOL=https"));

    EXPECT_TRUE(host.look(asked(closed, https)).contains("reaches=yes"));
}

TEST_F(DemoClient, AgentIsAskedOnThePortsThatItHasAndTheWayIsTriedOnThoseGiven) {
    const TestPort closed(TestPort::Kind::closed);
    host.start("install", properties(http, https));

    const std::set<std::string> said = host.look(asked(closed, https));

    EXPECT_TRUE(said.contains("reaches=yes"));
    EXPECT_TRUE(said.contains("way_http=refused"));
    EXPECT_TRUE(said.contains("way_https=open"));
}

TEST_F(DemoClient, OnlyTheWayOfTheClientsProtocolIsTried) {
    const std::set<std::string> said = host.look(asked(http, https, "https"));

    EXPECT_TRUE(said.contains("way_https=open"));
    EXPECT_FALSE(said.contains("way_http=open"));
}

TEST_F(DemoClient, WayThatNobodyAnswersIsATimeout) {
    const TestPort black_hole(TestPort::Kind::black_hole);

    const std::set<std::string> said = host.look(asked(black_hole, https));

    EXPECT_TRUE(said.contains("way_http=timeout"));
    EXPECT_TRUE(said.contains("way_https=open"));
}

TEST_F(DemoClient, OneOfSeveralManagementPointsIsEnough) {
    const std::set<std::string> said = host.look(asked(http, https, "http", "127.0.0.2 127.0.0.1"));

    EXPECT_TRUE(said.contains("way_http=open"));
}

TEST_F(DemoClient, WayToAnUnknownNameIsUnknown) {
    const std::set<std::string> said = host.look(asked(http, https, "http", "no-such-host.invalid"));

    EXPECT_TRUE(said.contains("way_http=unknown"));
}

TEST_F(DemoClient, InstallerEndsAsItIsTold) {
    const Ended ended = host.start("install", properties(http, https, "DEMO_EXIT=7\n"));

    EXPECT_EQ(ended.code, 7);
    EXPECT_EQ(starts(), 1U);
    EXPECT_FALSE(fs::exists(host.home() / "config"));
}

TEST_F(DemoClient, InstallerMayTakeAFractionOfASecond) {
    const Ended ended = host.start("install", properties(http, https, "DEMO_DELAY=0.01\n"));

    EXPECT_EQ(ended.code, 0) << ended.out;
}

TEST_F(DemoClient, SecondInstallerGivesWayToARunningOneThatEverybodySees) {
    const int first = host.start_aside("install", properties(http, https, "DEMO_HANG=1\n"));
    while (!host.look(asked(http, https)).contains("installer=running")) {
    }

    const Ended second = host.start("install", properties(http, https));
    ::kill(-first, SIGKILL);
    while (host.look(asked(http, https)).contains("installer=running")) {
    }
    const Ended third = host.start("install", properties(http, https));

    EXPECT_EQ(second.code, 8) << second.out;
    EXPECT_EQ(third.code, 0) << third.out;
    EXPECT_EQ(starts(), 3U);
}

TEST_F(DemoClient, PropertiesAreDataAndNeverRun) {
    const std::string canary = "$(touch /opt/canary)`touch /opt/canary`;touch /opt/canary";

    const Ended site = host.start("install", "SMSSITECODE=" + canary + "\n" + "SMSMP=127.0.0.1\n" +
                                                 "CCMHTTPPORT=8080\nCCMHTTPSPORT=8443\n");
    const Ended port = host.start("install", properties(http, https, "CCMHTTPPORT=" + canary + "\n"));
    const Ended name = host.start("install", properties(http, https, canary + "=1\n"));

    EXPECT_EQ(site.code, 9);
    EXPECT_EQ(port.code, 9);
    EXPECT_EQ(name.code, 9);
    EXPECT_EQ(host.run({"ls", "/opt"}).out, "demo-client\n");
}

TEST_F(DemoClient, PortsThatCannotBeAreRefused) {
    for (const std::string port : {"0", "65536", "-1", "80x", "", "99999999999999999999"}) {
        const Ended ended = host.start("install", properties(http, https, "CCMHTTPPORT=" + port + "\n"));
        EXPECT_EQ(ended.code, 9) << port;
    }
    const Ended equal = host.start("install", properties(http, http));
    EXPECT_EQ(equal.out, "demo-client: CCMHTTPPORT and CCMHTTPSPORT are both " + http.text() + "\n");
}

}  // namespace
}  // namespace clientpush
