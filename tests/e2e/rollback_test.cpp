// A management point that goes away while a client is moved to its new port.
#include <gtest/gtest.h>

#include "e2e/desk.h"

namespace clientpush {
namespace {

TEST(Rollback, GivesAClientItsOldPortsBackOnAHostOfItsOwn) {
    const Fleet fleet({"one"}, {{80, 443, 8080}, "root"});
    const Desk desk(fleet, {"one"});
    ASSERT_EQ(desk.run({"push"}).status, 0);
    desk.replace("inventory/clients.yml", "http: {default: 80}", "http: {default: 8080}");
    desk.write("careful.yml", "name: careful\nmethod: [install]\nrollback: true\n");
    desk.hold_installers();
    RunningProgram push = desk.start({"push", "careful.yml"});
    ASSERT_TRUE(eventually([&] { return fleet.starts("one") == 2; }));
    fleet.close_management_point(8080);
    desk.release_installer(fleet, "one");

    const Output output = push.wait();

    EXPECT_EQ(output.status, 2) << output.err;
    EXPECT_EQ(desk.states().at("one"), "failed (rolled-back)");
    const auto config = fleet.exec("one", "grep http_port /opt/demo-client/config").out;
    EXPECT_EQ(config, "http_port=80\n");
    fleet.open_management_point(8080);
    EXPECT_EQ(desk.run({"retry", "--only", "failed"}).status, 0);
    EXPECT_EQ(desk.states().at("one"), "managed (proved)");
}

}  // namespace
}  // namespace clientpush
