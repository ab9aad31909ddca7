#include "cli/panel.h"

#include <gtest/gtest.h>

namespace clientpush {
namespace {

using namespace std::chrono_literals;

class APanel : public testing::Test {
protected:
    static std::vector<HostRun> queued(int count) {
        std::vector<HostRun> hosts;
        for (int i = 1; i <= count; ++i) {
            HostRun host;
            host.host = "ws" + std::to_string(i);
            host.position = i;
            hosts.push_back(host);
        }
        return hosts;
    }

    bool tell(int host, HostState state, const std::string& reason, Duration now) {
        HostRun& row = hosts.at(static_cast<std::size_t>(host - 1));
        row.state = state;
        row.step = state == HostState::running ? reason : "";
        row.reason = state == HostState::running ? "" : reason;
        return panel.host_changed(row, now);
    }

    std::vector<HostRun> hosts = queued(10);
    Panel panel{hosts, 0s};
};

TEST_F(APanel, TellsHowFarItIsHowFastAndHowLongStill) {
    panel.wave_begins(2, 3);
    for (const int host : {1, 2, 3, 4}) {
        tell(host, HostState::running, "connect", 0s);
        tell(host, HostState::managed, "proved", 2s);
    }

    EXPECT_EQ(panel.lines(2s),
              (std::vector<std::string>{
                  "wave 2/3 [============                  ] 4/10 2.0 hosts/s, about 4s left",
                  "managed 4  queued 6",
              }));
}

TEST_F(APanel, NamesTheThreeThatTakeLongestWithTheirSteps) {
    tell(1, HostState::running, "connect", 1s);
    tell(2, HostState::running, "connect", 5s);
    tell(3, HostState::running, "look", 3s);
    tell(4, HostState::running, "connect", 4s);
    tell(1, HostState::running, "await", 9s);

    EXPECT_EQ(panel.lines(61s).at(2), "longest: ws1 await 1m, ws3 look 58s, ws4 connect 57s");
}

TEST_F(APanel, MergesWhatWentWrongAndTellsTheFirstFewByThemselves) {
    int told = 0;
    for (int host = 1; host <= 8; ++host)
        told += tell(host, HostState::unreachable, "no-answer", std::chrono::seconds(host)) ? 1 : 0;
    EXPECT_TRUE(tell(9, HostState::failed, "exit-code-3", 9s));

    EXPECT_EQ(told, 3);
    const std::vector<std::string> lines = panel.lines(10s);
    EXPECT_EQ(lines.at(2), "1 failed (exit-code-3), the latest ws9");
    EXPECT_EQ(lines.at(3), "8 unreachable (no-answer), the latest ws8");
}

TEST_F(APanel, ForgetsTheTroubleOfAHostThatCameThrough) {
    tell(1, HostState::unreachable, "no-answer", 1s);
    tell(2, HostState::unreachable, "no-answer", 2s);

    tell(1, HostState::running, "connect", 3s);
    EXPECT_EQ(panel.lines(4s).back(), "1 unreachable (no-answer), the latest ws2");
    tell(1, HostState::managed, "proved", 4s);
    tell(2, HostState::managed, "proved", 4s);

    EXPECT_EQ(panel.lines(5s).back(), "managed 2  queued 8");
}

TEST_F(APanel, CountsAHostOnceHoweverOftenItIsTried) {
    for (int i = 0; i < 5; ++i) {
        tell(1, HostState::running, "connect", 1s);
        tell(1, HostState::unreachable, "no-answer", 2s);
    }

    EXPECT_EQ(panel.lines(5s).at(1), "queued 9  unreachable 1");
    EXPECT_EQ(panel.lines(5s).at(2), "1 unreachable (no-answer), the latest ws1");
}

}  // namespace
}  // namespace clientpush
