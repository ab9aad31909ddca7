// Which date belongs to which port, when several sources speak of one host.

#include <gtest/gtest.h>

#include "support/files.h"
#include "support/temp_dir.h"
#include "unit/inventory/builders.h"

namespace clientpush {
namespace {

class Seen : public testing::Test {
protected:
    std::string source(const std::string& name, const std::string& vars) {
        return write_text(dir / name, "desks: {hosts: {ws1: {" + vars + "}}}\n").string();
    }

    Client client_of(std::vector<std::string> sources) {
        sources.insert(
            sources.begin(),
            write_text(dir / "sites.yml", "sites: {ABC: {kind: primary}}\nall: {vars: {site: ABC}}\n")
                .string());
        return load_inventory(sources).inventory.hosts.facts(0).client;
    }

    TempDir dir;
};

TEST_F(Seen, ADateOfItsOwnSourceCounts) {
    const Client client = client_of({source("a.yml", "http_port: 80, ports_seen: 2026-11-01")});

    EXPECT_EQ(client.seen.http, 80);
    EXPECT_TRUE(client.seen.at);
}

TEST_F(Seen, ADateSaysNothingOfAPortThatALaterSourceGave) {
    const Client client = client_of(
        {source("a.yml", "http_port: 80, ports_seen: 2026-11-01"), source("b.yml", "http_port: 8080")});

    EXPECT_EQ(client.seen.http, 8080);
    EXPECT_FALSE(client.seen.at);
}

TEST_F(Seen, ADateSaysNothingOfAPortThatAnEarlierSourceGave) {
    const Client client = client_of(
        {source("a.yml", "https_port: 443"), source("b.yml", "http_port: 80, ports_seen: 2026-11-01")});

    EXPECT_EQ(client.seen.https, 443);
    EXPECT_FALSE(client.seen.at);
}

TEST_F(Seen, ALaterSourceBringsItsOwnDate) {
    const Client client = client_of({source("a.yml", "http_port: 80, ports_seen: 2026-11-01"),
                                     source("b.yml", "http_port: 8080, ports_seen: 2026-11-02")});

    EXPECT_EQ(client.seen.http, 8080);
    EXPECT_EQ(to_text(client.seen.at.value_or(Time{})), "2026-11-02T00:00:00Z");
}

TEST_F(Seen, FilesOfOneFolderAreOneSource) {
    std::filesystem::create_directories(dir / "fleet" / "group_vars");
    write_text(dir / "fleet" / "hosts.yml", "desks: {hosts: {ws1: {http_port: 80}}}\n");
    write_text(dir / "fleet" / "group_vars" / "desks.yml", "ports_seen: 2026-11-01\n");

    EXPECT_TRUE(client_of({(dir / "fleet").string()}).seen.at);
}

}  // namespace
}  // namespace clientpush
