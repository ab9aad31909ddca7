// Two names of the inventory that lead to one machine.
#include <gtest/gtest.h>

#include "e2e/desk.h"

namespace clientpush {
namespace {

TEST(TwoNamesOfOneMachine, AreNotBothManagedAndTheSecondNamesTheFirst) {
    const Fleet fleet{{"ws1", "ws2"}, {{80, 443}, "root"}};
    const Desk desk{fleet, {"ws1", "ws2"}};
    desk.replace("inventory/addresses.yml", fleet.address("ws2"), fleet.address("ws1"));

    const std::vector<std::string> words{"push", "-f", "1"};
    const Output push = desk.run(words);

    EXPECT_EQ(push.status, 2);
    EXPECT_EQ(desk.states().at("ws1"), "managed (proved)");
    EXPECT_EQ(desk.states().at("ws2"), "refused (same-machine)");
    EXPECT_EQ(fleet.starts("ws1"), 1);
    expect_golden("same_machine.expected", desk.transcript(words, push));
    EXPECT_EQ(desk.run({"verify", "-f", "1"}).status, 6) << "what ws2 has is not known";
}

}  // namespace
}  // namespace clientpush
