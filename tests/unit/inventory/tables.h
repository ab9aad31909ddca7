#pragma once

#include <gtest/gtest.h>

#include <string>

#include "inventory/load.h"
#include "support/files.h"
#include "support/temp_dir.h"

namespace clientpush {

/// Tables next to a file with the sites ABC and XYZ.
class Tables : public testing::Test {
protected:
    Tables() {
        sites =
            write_text(dir / "sites.yml", "sites: {ABC: {kind: primary}, XYZ: {kind: primary}}\n").string();
    }

    LoadedInventory load(const std::string& name, const std::string& text, const LoadOptions& options = {}) {
        return load_inventory({sites, write_text(dir / name, text).string()}, options);
    }

    /// What a reader says of a table that it refuses, without the folder; "nothing" when it takes it.
    std::string refusal(const std::string& name, const std::string& text, const LoadOptions& options = {}) {
        try {
            load(name, text, options);
        } catch (const InvalidInput& error) {
            return without_folder(error.what());
        }
        return "nothing";
    }

    std::string without_folder(std::string said) const {
        const std::string folder = dir.path().string() + "/";
        for (std::size_t at = said.find(folder); at != std::string::npos; at = said.find(folder))
            said.erase(at, folder.size());
        return said;
    }

    TempDir dir;
    std::string sites;
};

}  // namespace clientpush
