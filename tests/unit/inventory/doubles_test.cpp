#include <gtest/gtest.h>

#include "inventory/load.h"

namespace clientpush {
namespace {

std::vector<std::string> warnings_of(const std::string& hosts) {
    std::vector<std::string> said;
    const std::string text =
        "sites: {ABC: {kind: primary}}\nclients:\n  vars: {site: ABC}\n  hosts: " + hosts;
    for (const Problem& warning : load_inventory_text("i.yml", text).warnings) said.push_back(warning.what);
    return said;
}

using Said = std::vector<std::string>;

TEST(Doubles, WithTheSameAddressAndPortAreToldOf) {
    EXPECT_EQ(
        warnings_of(
            "{a: {ansible_host: 192.0.2.1}, b: {ansible_host: 192.0.2.1}, c: {ansible_host: 192.0.2.2}}"),
        Said{"a,b have the same address, 192.0.2.1 port 22"});
}

TEST(Doubles, AnAddressMayBeTheNameOfAnother) {
    EXPECT_EQ(warnings_of("{ws1: , ws2: {ansible_host: WS1}}"),
              Said{"ws[1-2] have the same address, ws1 port 22"});
}

TEST(Doubles, OnOtherPortsAreOtherMachines) {
    EXPECT_EQ(warnings_of("{a: {ansible_host: 192.0.2.1}, b: {ansible_host: 192.0.2.1, ansible_port: 2022}}"),
              Said{});
}

TEST(Doubles, OnThisMachineAreNoSlip) {
    EXPECT_EQ(warnings_of("{a: {ansible_host: localhost, ansible_connection: local}, "
                          "b: {ansible_host: localhost, ansible_connection: local}}"),
              Said{});
}

TEST(Doubles, WhoseNamesDifferOnlyInCaseAreToldOfOnce) {
    EXPECT_EQ(warnings_of("{ws1: , WS1: , ws2: }"),
              Said{"WS1,ws1 differ only in case: DNS and Windows take them for one machine"});
}

TEST(Doubles, AreToldOfTwentyTimesAtMost) {
    EXPECT_EQ(warnings_of("{'a[01:99]': , 'A[01:99]': }").size(), 20U);
}

TEST(SitesOfSeveralFiles, AreReplacedByTheLaterOneWithAWarning) {
    const std::string folder = std::string(CLIENTPUSH_TEST_DATA) + "/inventory/site_in_two_files";

    const LoadedInventory loaded = load_inventory({folder});

    EXPECT_EQ(loaded.inventory.sites.at("ABC").ports.http.standard, 8080);
    ASSERT_EQ(loaded.warnings.size(), 1U);
    EXPECT_EQ(loaded.warnings.front().what, "site ABC replaces the one at " + folder + "/a.yml:1:9");
}

}  // namespace
}  // namespace clientpush
