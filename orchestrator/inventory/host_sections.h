#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "inventory/variable_store.h"
#include "inventory/variables.h"
#include "yaml/entry_sink.h"

namespace clientpush {

/// A key under `hosts:` with its variables.
struct HostEntry {
    std::string_view key;  ///< kept by the store
    int line = 0;
    int column = 0;
    Variables variables;
};

HostEntry pack_host(const yaml::Node::Entry& entry, std::uint32_t file, VariableStore& store);

/// The hosts of one file, packed while it is read, and looked at when it is known to be right.
class HostSections : public yaml::EntrySink {
public:
    using Section = std::deque<HostEntry>;

    HostSections(VariableStore& store, std::uint32_t file)
        : store_(store), file_(file), before_(store.mark()) {}

    /// What was taken of a `hosts:`.
    const Section& of(const yaml::Node& hosts) const;

    void begin() override;
    bool wants(const std::vector<std::string_view>& keys) override;
    void take(const yaml::Node& mapping, yaml::Node::Entry entry) override;

private:
    VariableStore& store_;
    std::uint32_t file_;
    TextArena::Mark before_;
    std::map<std::pair<int, int>, Section> sections_;  ///< by line and column
};

}  // namespace clientpush
