// A login that is taken away in the middle of a run: it is not tried on everybody, or it would be locked out.
#include <gtest/gtest.h>

#include "e2e/desk.h"

namespace clientpush {
namespace {

const std::vector<std::string> clients{"h01", "h02", "h03", "h04", "h05", "h06", "h07", "h08"};

TEST(RevokedLogin, StopsTheRunAfterSoManyHostsInARow) {
    const Fleet fleet(clients, {{80, 443}, "root"});
    const Desk desk(fleet, clients);
    desk.write("three.yml", "name: careful\ngate: {logins_refused: 3, then: stop}\nlimits: {at_once: 1}\n");
    for (const char* client : {"h03", "h04", "h05", "h06", "h07", "h08"}) fleet.revoke(client);

    const Output output = desk.run({"push", "three.yml"});

    EXPECT_EQ(output.status, 8) << output.err;
    EXPECT_NE(output.err.find("3 hosts in a row refused the login: was it revoked?"), std::string::npos)
        << output.err;
    EXPECT_EQ(desk.states().at("h02"), "managed (proved)");
    EXPECT_EQ(desk.states().at("h05"), "refused (login-refused)");
    for (const char* untouched : {"h06", "h07", "h08"}) {
        EXPECT_EQ(fleet.connections(untouched), 0) << untouched;
        EXPECT_EQ(desk.states().at(untouched).substr(0, 6), "queued") << untouched;
    }
    for (const char* client : {"h03", "h04", "h05", "h06", "h07", "h08"}) fleet.admit(client);
    EXPECT_EQ(desk.run({"resume"}).status, 2) << "those that refused are tried again by retry alone";
    EXPECT_EQ(desk.run({"retry", "--only", "refused"}).status, 0);
    for (const std::string& client : clients) EXPECT_EQ(fleet.starts(client), 1) << client;
}

}  // namespace
}  // namespace clientpush
