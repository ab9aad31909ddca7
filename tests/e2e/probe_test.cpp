// A dry run that asks the hosts: what they are on, and whether they would find their management point.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <vector>

#include "e2e/desk.h"

namespace clientpush {
namespace {

using nlohmann::json;

/// A port whose queue of connections is full: the kernel drops what else comes, as a firewall would.
class BlackHole {
public:
    BlackHole(const std::string& address, std::uint16_t port) {
        name_.sin_family = AF_INET;
        name_.sin_port = htons(port);
        ::inet_pton(AF_INET, address.c_str(), &name_.sin_addr);
        const int listener = open();
        const int yes = 1;
        ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        if (::bind(listener, reinterpret_cast<sockaddr*>(&name_), sizeof name_) != 0 ||
            ::listen(listener, 0) != 0)
            throw std::runtime_error("cannot listen on " + address);
        for (int i = 0; i < 4; ++i)
            (void)::connect(open(), reinterpret_cast<sockaddr*>(&name_), sizeof name_);
    }
    BlackHole(const BlackHole&) = delete;
    BlackHole& operator=(const BlackHole&) = delete;
    ~BlackHole() {
        for (const int socket : sockets_) ::close(socket);
    }

private:
    int open() {
        const int type = SOCK_STREAM | SOCK_CLOEXEC | (sockets_.empty() ? 0 : SOCK_NONBLOCK);
        return sockets_.emplace_back(::socket(AF_INET, type, 0));
    }

    sockaddr_in name_{};
    std::vector<int> sockets_;
};

class Probes : public testing::Test {
protected:
    static json client(const json& plan, const std::string& name) {
        for (const json& each : plan.at("clients"))
            if (each.at("name") == name) return each;
        return nullptr;
    }

    Fleet fleet{{"one", "two"}, {{80, 443}, "root"}};
    Desk desk{fleet, {"one", "two"}};
};

TEST_F(Probes, ReadThePortsThatAreInForceAndRememberNothing) {
    EXPECT_EQ(desk.run({"push"}).status, 0);
    desk.set("one", "http_port", "81");
    desk.set("one", "ports_seen", "'2026-11-01T00:00:00Z'");
    const std::string other_state = desk / "no-such-state.db";

    const json plan = desk.json({"plan", "--probe", "--state", other_state, "--set", "ABC.http=8080",  //
                                 "--set", "ABC.http.alternative=80"});

    EXPECT_EQ(client(plan, "one").at("outlook"), "alternative-only");
    EXPECT_EQ(client(plan, "one").at("facts").at("source"), "probe");
    EXPECT_EQ(client(plan, "one").at("action"), "switch");
    EXPECT_FALSE(std::filesystem::exists(other_state));
    for (const char* host : {"one", "two"}) EXPECT_EQ(desk.attempts(host), 1) << host;
}

TEST_F(Probes, ShowAFirewallOnTheWayBeforeItStrandsAnyone) {
    const BlackHole hole(fleet.management_point(), 8080);

    const json plan = desk.json({"plan", "--probe", "--set", "ABC.http=8080", "-l", "one"});

    EXPECT_EQ(client(plan, "one").at("outlook"), "unmanaged");
    EXPECT_EQ(client(plan, "one").at("rule"), "blocked-on-the-way");
    EXPECT_EQ(client(plan, "one").at("action"), "none");
    EXPECT_EQ(fleet.connections("two"), 0);
}

TEST_F(Probes, APortOnWhichNothingListensYetIsAWarningAboutTheSite) {
    const json plan = desk.json({"plan", "--probe", "--set", "ABC.http=8081"});

    ASSERT_EQ(plan.at("warnings").size(), 1U) << plan.at("warnings");
    EXPECT_EQ(plan.at("warnings").at(0),
              "no management point of ABC listens on HTTP 8081 yet, as 2 clients (one,two) found: bind it "
              "before anything is moved there");
    EXPECT_EQ(client(plan, "one").at("outlook"), "unknown") << "a refusal is no verdict";
}

TEST_F(Probes, CtrlCLeavesAtOnceAndRowsTellTheirWarningsElsewhere) {
    fleet.set("one", "silent");
    RunningProgram probe = desk.start({"plan", "--probe", "--connect-timeout", "60s"});
    ASSERT_TRUE(eventually([&] { return fleet.connections("one") == 1; }));
    probe.signal(SIGINT);
    EXPECT_EQ(probe.wait().status, 130);

    const Output csv = desk.run({"plan", "--probe", "--connect-timeout", "1s", "-o", "csv"});

    EXPECT_NE(csv.err.find("warning: 1 client could not be looked at (one)"), std::string::npos) << csv.err;
}

TEST_F(Probes, AHostThatIsOffKeepsItsOldFactsAndIsNamed) {
    desk.set("two", "http_port", "80");
    fleet.set("two", "off");

    const json plan = desk.json({"plan", "--probe"});

    EXPECT_EQ(client(plan, "two").at("outlook"), "managed");
    EXPECT_EQ(client(plan, "two").at("facts").at("source"), "inventory");
    ASSERT_EQ(plan.at("warnings").size(), 1U);
    EXPECT_EQ(plan.at("warnings").at(0),
              "1 client could not be looked at (two): what is said of them rests on older facts");
}

}  // namespace
}  // namespace clientpush
