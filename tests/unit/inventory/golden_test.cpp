// Each inventory of tests/data/inventory (NAME.yml or a folder NAME) is loaded, and all that is said of it is
// compared with NAME.expected. CLIENTPUSH_ACCEPT=1 writes what was said; read the difference before you
// commit it.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>

#include "inventory/load.h"
#include "support/files.h"

namespace clientpush {
namespace {

const std::filesystem::path data = std::filesystem::path(CLIENTPUSH_TEST_DATA) / "inventory";

std::vector<std::string> inventories() {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(data)) {
        if (entry.path().extension() != ".expected") names.insert(entry.path().filename().string());
    }
    return {names.begin(), names.end()};
}

std::string without_folder(std::string text) {
    const std::string folder = data.string() + "/";
    for (std::size_t at = text.find(folder); at != std::string::npos; at = text.find(folder)) {
        text.erase(at, folder.size());
    }
    return text;
}

/// Effective variables of every host, each with the place that set it.
std::string listing(const Inventory& inventory) {
    std::string text;
    for (const Host& host : inventory.hosts) {
        text += host.name + "\n";
        for (const auto& [name, variable] : host.vars) {
            text += "    " + name + " = " + variable.value + "  (" + to_text(variable.at) + ")\n";
        }
    }
    return text;
}

std::string said_of(const std::string& inventory) {
    try {
        const LoadedInventory loaded = load_inventory({(data / inventory).string()});
        const std::string warnings = describe(loaded.warnings);
        return without_folder(warnings + (warnings.empty() ? "" : "\n") + listing(loaded.inventory));
    } catch (const InvalidInput& e) {
        return without_folder(std::string(e.what()) + "\n");
    }
}

class InventoryGolden : public testing::TestWithParam<std::string> {};

TEST_P(InventoryGolden, IsToldExactlyAsAccepted) {
    const std::filesystem::path expected =
        data / (std::filesystem::path(GetParam()).stem().string() + ".expected");

    const std::string text = said_of(GetParam());

    if (std::getenv("CLIENTPUSH_ACCEPT") != nullptr) write_text(expected, text);
    EXPECT_EQ(text, read_text(expected));
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
    std::string name = std::filesystem::path(info.param).stem().string();
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(Files, InventoryGolden, testing::ValuesIn(inventories()), test_name);

}  // namespace
}  // namespace clientpush
