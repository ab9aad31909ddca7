#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/by_value.h"
#include "inventory/host.h"
#include "inventory/variable_store.h"

namespace clientpush {

/// The hosts of an inventory, in order. A million of them fit, because what they share is kept once and each
/// has only its own variables, packed; a Host is put together when somebody asks for it:
///
///     for (const Host& host : inventory.hosts) ...      // one at a time
///     inventory.hosts.name(i)                           // without its variables
class HostList {
public:
    /// One host as it is kept.
    struct Entry {
        std::string_view name;
        std::uint32_t file = 0;
        int line = 0;
        int column = 0;
        std::uint32_t shared = 0;  ///< which of the layers that many hosts have in common
        Layer own;
    };

    HostList() : store_(std::make_shared<VariableStore>()) {}
    explicit HostList(std::shared_ptr<VariableStore> store) : store_(std::move(store)) {}

    std::size_t size() const { return entries_.size(); }
    bool empty() const { return entries_.empty(); }

    /// The whole host, variables and all.
    Host operator[](std::size_t index) const;
    Host at(std::size_t index) const;  ///< throws std::out_of_range
    Host front() const { return at(0); }
    Host back() const { return at(size() - 1); }

    /// As cheap as it looks; lives as long as the list.
    std::string_view name(std::size_t index) const { return entries_[index].name; }

    /// The host without `vars`, for those who only read what the rules read.
    Host facts(std::size_t index) const;

    /// Where a variable of the host is set.
    std::optional<Position> place_of(std::size_t index, std::string_view variable) const;

    std::optional<std::size_t> find(std::string_view name) const;

    using Iterator = ByValueIterator<HostList>;
    Iterator begin() const { return {*this, 0}; }
    Iterator end() const { return {*this, size()}; }

    // For those who make a list.
    VariableStore& store() { return *store_; }
    const VariableStore& store() const { return *store_; }
    const std::shared_ptr<VariableStore>& shared_store() const { return store_; }
    Entry& entry(std::size_t index) { return entries_[index]; }
    const Entry& entry(std::size_t index) const { return entries_[index]; }

    /// Adds a host whose name is not in the list yet, and returns its index; the name must be kept by the
    /// store.
    std::size_t add(const Entry& entry);

    /// Adds a host that is kept as it is given.
    void push_back(Host host);

    std::uint32_t add_shared(Layer layer);
    Layer shared(std::uint32_t id) const { return shared_[id]; }
    void set_over_all(Layer layer) { over_all_ = layer; }  ///< stronger than what hosts have of their own

private:
    template <typename Visit>
    void for_each_layer(const Entry& entry, Visit visit) const;
    Variable variable_of(const Setting& setting) const;
    bool is_of_another_source(const Setting& a, const Setting& b) const;
    std::size_t slot_of(std::string_view name) const;
    void grow();

    std::shared_ptr<VariableStore> store_;
    std::deque<Entry> entries_;
    std::vector<std::uint32_t> slots_;  ///< by hash of the name: index + 1 into entries_
    std::vector<Layer> shared_;
    Layer over_all_;
    std::map<std::size_t, Host> whole_;  ///< hosts that were given whole
};

}  // namespace clientpush
