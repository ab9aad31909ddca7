// Hosts are packed while their file is read. Whichever way that is, nobody may notice.

#include "inventory/host_sections.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <functional>
#include <optional>

#include "inventory/load.h"
#include "support/files.h"
#include "support/temp_dir.h"
#include "unit/inventory/builders.h"

namespace clientpush {
namespace {

const std::string sites = "sites:\n  ABC:\n    kind: primary\n";
const std::string beginning = sites + "all:\n  vars:\n    site: ABC\n";

// Stands at the end, so that the short way has read all hosts before it gives up.
const std::string only_the_parser_reads_this = "end:\n  vars:\n    tab: \"\\t\"\n";
const std::string anyone_reads_this = "end:\n  vars:\n    tab: none\n";

/// Every host with its groups and variables, and the place of each, or all that is wrong.
std::string told_of(const std::string& text) {
    try {
        const LoadedInventory loaded = load_inventory_text("i.yml", text);
        std::string told = describe(loaded.warnings);
        for (const Host& host : loaded.inventory.hosts) {
            told += host.name + " " + to_text(host.at) + "\n";
            for (const auto& [name, variable] : host.vars)
                told += "  " + name + "=" + variable.value + " " + to_text(variable.at) + "\n";
        }
        for (const auto& [name, group] : loaded.inventory.groups) {
            told += name + ":";
            for (const std::size_t host : group.hosts)
                told += " " + std::string(loaded.inventory.hosts.name(host));
            for (const std::string& child : group.children) told += " >" + child;
            told += "\n";
        }
        return told;
    } catch (const InvalidInput& error) {
        return error.what();
    }
}

class HostSection : public testing::TestWithParam<const char*> {};

TEST_P(HostSection, TellsTheSameWhenTheShortWayGivesUpAtTheEnd) {
    const std::string text = beginning + GetParam();

    EXPECT_EQ(told_of(text + only_the_parser_reads_this), told_of(text + anyone_reads_this));
}

INSTANTIATE_TEST_SUITE_P(
    Inventories, HostSection,
    testing::Values(
        "a:\n  hosts:\n    h1:\n      b: 1\n      c: {d: [e]}\n    h2:\n    h[3:5]:\n      f: g\n",
        "a:\n  children:\n    b:\n      hosts:\n        h1:\n          c: d\n      vars:\n        e: f\n",
        "a:\n  hosts:\n    h1:\n      b: 1\nc:\n  hosts:\n    h2:\n    h1:\n      b: 2\n      d: 3\n",
        "a:\n  vars:\n    hosts:\n      h1:\n        b: 1\n  hosts:\n    h2:\n",
        "hosts:\n  hosts:\n    hosts:\n      hosts:\n        hosts:\n          b: 1\n",
        "a:\n  children:\n    hosts:\n      hosts:\n        children:\n          hosts: 1\n",
        "a:\n  children:\n    sites:\n      hosts:\n        h1:\n          b: 1\n",
        "a:\n  hosts:\n    h1:2022:\n      b: 1\n    h1:\n      c: 2\n",
        "a:\n  hosts:\n    h1:\n      site: XYZ\n      http_port: 0\n      platfrom: linux\n",
        "a:\n  hosts:\n    h1: 5\n    h2: [1]\n    -h3:\n      b: 1\n    h4:\n      site:\n",
        "a:\n  hosts:\n    h1:\n      ansible_password: x\n      b: 1\n    h2:\n      ansible_become_pass: "
        "y\n",
        "a b:\n  hosts:\n    h1:\n      b: 1\nc:\n  hosts:\n    h1:\n", "a:\n  hosts: 5\n  host:\n    h1:\n",
        "a:\n  hosts:\n    h1:\n      http_port: {a: b}\n      mac: []\n      tz: ~\n      forest: ''\n"));

TEST(HostSections, KeepTheOrderOfGroupsAndHosts) {
    const std::string told = told_of(beginning + R"(a:
  children:
    empty:
    b:
      hosts:
        h2:
          x: 1
c:
  hosts:
    h1:
    h2:
      y: 2
)");

    EXPECT_EQ(told, R"(h2 i.yml:12:9
  site=ABC i.yml:6:5
  x=1 i.yml:13:11
  y=2 i.yml:18:7
h1 i.yml:16:5
  site=ABC i.yml:6:5
a: >empty >b
all: >a >c >ungrouped
b: h2
c: h1 h2
empty:
ungrouped:
)");
}

TEST(HostSections, NothingIsBelievedOfAFileWithAnErrorBehindItsHosts) {
    for (const char* wrong : {"b: *c\n", "b: \"\n", "b: 1\n  c: 2\n", " b: 1\n", "b:\n\thosts:\n"}) {
        const std::string text = beginning + "a:\n  hosts:\n    h1:\n      site: XYZ\n    -h2:\n" + wrong;

        const std::string told = told_of(text);

        EXPECT_NE(told.find(": error: "), told.npos) << told;
        EXPECT_EQ(told.find("XYZ"), told.npos) << told;
        EXPECT_EQ(told.find("-h2"), told.npos) << told;
    }
}

TEST(HostSections, AHostThatStandsTwiceIsToldWithWhatElseIsWrong) {
    const std::string text =
        beginning + "a:\n  hosts:\n    h1:\n      http_port: 0\n    h2:\n    h1:\n      tz: ''\n";

    const std::string told = told_of(text);

    EXPECT_NE(told.find("i.yml:12:5: error: the key \"h1\" stands here twice, first in line 9"), told.npos)
        << told;
    EXPECT_NE(told.find("i.yml:10:18: error: \"http_port\""), told.npos) << told;
    EXPECT_NE(told.find("i.yml:13:11: error: \"tz\""), told.npos) << told;
}

TEST(HostSections, AFileThatIsReadTwiceTakesTheRoomOfOne) {
    VariableStore store;
    HostSections sections(store, store.file_id("i.yml"));
    yaml::Node hosts;
    const auto take_all = [&] {
        sections.begin();
        for (int i = 0; i < 1000; ++i) sections.take(hosts, {"h" + std::to_string(i), 1, 1, {}});
    };
    const TextArena::Mark before = store.mark();
    take_all();
    const TextArena::Mark once = store.mark();

    take_all();

    EXPECT_NE(once.left, before.left);
    EXPECT_EQ(store.mark().left, once.left);
    EXPECT_EQ(store.mark().blocks, once.blocks);
    EXPECT_EQ(sections.of(hosts).size(), 1000U);
    EXPECT_EQ(sections.of(hosts).back().key, "h999");
}

/// The most memory of this process from here on, in bytes.
long peak_of(const std::function<void()>& work) {
    write_text("/proc/self/clear_refs", "5");  // forgets earlier peaks
    const auto peak = [] {
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        return usage.ru_maxrss * 1024;
    };
    const long before = peak();
    work();
    return peak() - before;
}

TEST(HostSections, AHostTakesFarLessRoomThanItsPartOfATree) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "the sanitizer keeps what is given back";
#endif
    constexpr long hosts = 10'000;
    const TempDir folder;
    for (const std::string& end : {anyone_reads_this, only_the_parser_reads_this}) {
        std::string text = beginning + "a:\n  hosts:\n";
        for (long i = 0; i < hosts; ++i) {
            text += "    ws" + std::to_string(i) +
                    ".corp.example:\n      ansible_host: 10.0.0.1\n      platform: windows\n      "
                    "membership: workgroup\n      http_port: 80\n      owner: team-1\n";
        }
        const std::string file = write_text(folder / "i.yml", text + end);

        const long peak = peak_of([&] { load_inventory({file}); });

        EXPECT_LT(peak / hosts, 1'500) << "bytes a host, with some 150 of the file";
    }
}

TEST(HostSections, AHostInManyGroupsTakesRoomForEachOnce) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "the sanitizer keeps what is given back";
#endif
    constexpr int groups = 5'000;
    std::string text = beginning;
    for (int i = 0; i < groups; ++i) {
        const std::string number = std::to_string(i);
        text += "g" + number + ":\n  hosts:\n    h:\n      v" + number + ": x\n";
    }
    std::optional<Host> host;

    const long peak = peak_of([&] { host = load_inventory_text("i.yml", text).inventory.find("h"); });

    EXPECT_EQ(host.value().vars.size(), groups + 1U);
    EXPECT_LT(peak, 40L << 20);
}

TEST(HostSections, AGroupHasAHostOnceThatItNamesInSeveralPlaces) {
    const Inventory inventory = inventory_of(R"(
a: {vars: {site: ABC}, hosts: {h1: , h2: }}
b: {children: {a: {hosts: {h3: , h1: , "h[2:4]": }}}, hosts: {h1: }}
)");

    EXPECT_EQ(names_of(inventory, inventory.groups.at("a").hosts),
              (std::vector<std::string>{"h1", "h2", "h3", "h4"}));
    EXPECT_EQ(names_of(inventory, inventory.groups.at("b").hosts), std::vector<std::string>{"h1"});
}

}  // namespace
}  // namespace clientpush
