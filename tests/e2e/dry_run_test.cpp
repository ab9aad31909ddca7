// A dry run changes nothing, here or there.
#include <gtest/gtest.h>

#include "e2e/desk.h"

namespace clientpush {
namespace {

class DryRun : public testing::Test {
protected:
    void expect_untouched() {
        for (const char* client : {"one", "two"}) EXPECT_EQ(fleet.connections(client), 0) << client;
        EXPECT_FALSE(std::filesystem::exists(desk / "state"));
    }

    Fleet fleet{{"one", "two"}, {{80, 443}, "root"}};
    Desk desk{fleet, {"one", "two"}};
};

TEST_F(DryRun, APlanTellsWhoWouldBeLostAndTouchesNothing) {
    desk.set("one", "http_port", "80");
    desk.set("two", "http_port", "8080");

    const std::string said = desk.transcript({"plan", "--set", "ABC.http=8080"});

    expect_golden("plan.expected", said);
    expect_untouched();
}

TEST_F(DryRun, ADetailedExitCodeSaysThatAClientWouldBeUnmanagedAndOneIsUnknown) {
    desk.set("one", "http_port", "80");

    EXPECT_EQ(desk.run({"plan", "--set", "ABC.http=8080"}).status, 0);
    EXPECT_EQ(desk.run({"plan", "--set", "ABC.http=8080", "--detailed-exitcode"}).status, 6);
    EXPECT_EQ(desk.run({"plan", "--set", "ABC.http=8080", "--detailed-exitcode", "-l", "one"}).status, 2);
    EXPECT_EQ(desk.run({"plan", "-l", "one", "--detailed-exitcode"}).status, 0);
    expect_untouched();
}

TEST_F(DryRun, PushWithCheckTouchesNothing) {
    const std::string said = desk.transcript({"push", "--check"});

    expect_golden("push_check.expected", said);
    expect_untouched();
}

}  // namespace
}  // namespace clientpush
