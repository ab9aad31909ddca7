// The wall clock of the controller jumps. Its steady clock does not, as on a machine whose time is set.
#include <gtest/gtest.h>

#include "e2e/desk.h"
#include "support/files.h"

namespace clientpush {
namespace {

class ClockThatJumps : public testing::Test {
protected:
    void SetUp() override {
#ifdef __SANITIZE_ADDRESS__
        GTEST_SKIP() << "no library may be loaded before the sanitizer's";
#endif
        if (!std::filesystem::exists(library)) GTEST_SKIP() << "libfaketime is not here";
        by("+0");
        desk.under({"env", std::string("LD_PRELOAD=") + library,
                    "FAKETIME_TIMESTAMP_FILE=" + (desk / "clock").string(), "FAKETIME_NO_CACHE=1",
                    "FAKETIME_DONT_FAKE_MONOTONIC=1", "FAKETIME_DONT_RESET=1"});
    }

    /// From now on, for those that run too.
    void by(const std::string& offset) {
        write_text(desk / "clock", offset + "\n");
    }

    void expect_well_ended(int starts) {
        for (const char* client : {"one", "two"}) {
            EXPECT_EQ(desk.states().at(client).substr(0, 7), "managed");
            EXPECT_EQ(fleet.starts(client), starts);
            EXPECT_EQ(desk.attempts(client), starts);
        }
    }

    std::string begun() const {
        return desk.json({"status"})["run"]["created_at"];
    }

    /// A push of two hosts, in the middle of which the clock jumps.
    void jump_in_mid_run(const std::string& offset) {
        desk.hold_installers();
        RunningProgram push = desk.start({"push", "-f", "1"});
        EXPECT_TRUE(eventually([&] { return fleet.starts("one") == 1; }));
        by(offset);
        for (const char* client : {"one", "two"}) desk.release_installer(fleet, client);

        const Output output = push.wait();

        EXPECT_EQ(output.status, 0) << output.out << output.err;
        expect_well_ended(1);
    }

    static constexpr const char* library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";
    Fleet fleet{{"one", "two"}, {{80, 443, 8080}, "root"}};
    Desk desk{fleet, {"one", "two"}};
};

TEST_F(ClockThatJumps, ByAnHourForwardsInMidRunChangesNothing) {
    jump_in_mid_run("+1h");
}

TEST_F(ClockThatJumps, ByAnHourBackInMidRunChangesNothing) {
    jump_in_mid_run("-1h");
}

TEST_F(ClockThatJumps, ByAYearBackBetweenTwoRunsMakesNobodySafeWhoIsNot) {
    EXPECT_EQ(desk.run({"push"}).status, 0);
    const std::string first = begun();
    by("-1y");
    desk.replace("inventory/clients.yml", "http: {default: 80}", "http: {default: 8080}");

    EXPECT_EQ(desk.run({"plan", "--detailed-exitcode"}).status, 2);
    EXPECT_EQ(desk.run({"push"}).status, 0);

    expect_well_ended(2);
    EXPECT_LT(begun(), first) << "the clock did not jump";
    EXPECT_EQ(desk.run({"plan", "--detailed-exitcode"}).status, 0);
    by("+0");
    EXPECT_EQ(desk.run({"plan", "--detailed-exitcode"}).status, 0);
}

}  // namespace
}  // namespace clientpush
