#include "inventory/host_list.h"

#include <algorithm>
#include <array>
#include <functional>
#include <stdexcept>
#include <utility>

#include "inventory/reserved.h"

namespace clientpush {
namespace {

bool has_address(const Host& host) {
    return !host.address.empty() || location_of(host.client) == Location::intranet;
}

std::size_t number_of(std::string_view variable) {
    return reserved_number(variable).value();
}

std::size_t http_port() {
    static const std::size_t number = number_of("http_port");
    return number;
}

std::size_t https_port() {
    static const std::size_t number = number_of("https_port");
    return number;
}

std::size_t ports_seen() {
    static const std::size_t number = number_of("ports_seen");
    return number;
}

}  // namespace

Host HostList::at(std::size_t index) const {
    if (index >= size()) throw std::out_of_range("no such host");
    return (*this)[index];
}

/// From weak to strong.
template <typename Visit>
void HostList::for_each_layer(const Entry& entry, Visit visit) const {
    if (entry.shared < shared_.size()) visit(shared_[entry.shared]);
    visit(entry.own);
    visit(over_all_);
}

Variable HostList::variable_of(const Setting& setting) const {
    return {std::string(setting.value), setting.structured(),
            store_->place(setting.file, setting.line, setting.column)};
}

Host HostList::facts(std::size_t index) const {
    if (const auto given = whole_.find(index); given != whole_.end()) return given->second;
    const Entry& entry = entries_[index];
    std::array<Setting, reserved_count> found;
    std::array<bool, reserved_count> is_set{};
    for_each_layer(entry, [&](Layer layer) {
        for_each_setting(layer, [&](const Setting& setting) {
            const auto number = store_->reserved(setting.name);
            if (!number) return;
            found[*number] = setting;
            is_set[*number] = true;
        });
    });
    Host host;
    host.name = entry.name;
    host.client.name = entry.name;
    host.at = store_->place(entry.file, entry.line, entry.column);
    for (std::size_t i = 0; i < reserved_count; ++i)
        if (is_set[i] && !found[i].structured()) apply_reserved(i, variable_of(found[i]), host);
    for (const std::size_t port : {http_port(), https_port()}) {
        if (is_set[port] && is_set[ports_seen()] && is_of_another_source(found[port], found[ports_seen()]))
            host.client.seen.at.reset();  // it says when somebody else saw another port
    }
    host.client.has_address = has_address(host);
    if (host.address.empty()) host.address = host.name;
    return host;
}

Host HostList::operator[](std::size_t index) const {
    Host host = facts(index);
    if (whole_.contains(index)) return host;
    for_each_layer(entries_[index], [&](Layer layer) {
        for_each_setting(layer, [&](const Setting& setting) {
            host.vars.insert_or_assign(store_->name(setting.name), variable_of(setting));
        });
    });
    return host;
}

bool HostList::is_of_another_source(const Setting& a, const Setting& b) const {
    return a.file != b.file && store_->source_of(a.file) != store_->source_of(b.file);
}

std::optional<Position> HostList::place_of(std::size_t index, std::string_view variable) const {
    if (const auto given = whole_.find(index); given != whole_.end()) {
        const auto found = given->second.vars.find(variable);
        return found == given->second.vars.end() ? std::nullopt : std::optional(found->second.at);
    }
    const auto name = store_->known_name(variable);
    std::optional<Position> place;
    if (!name) return place;
    for_each_layer(entries_[index], [&](Layer layer) {
        for_each_setting(layer, [&](const Setting& setting) {
            if (setting.name == *name) place = store_->place(setting.file, setting.line, setting.column);
        });
    });
    return place;
}

std::optional<std::size_t> HostList::find(std::string_view name) const {
    if (slots_.empty()) return std::nullopt;
    const std::uint32_t found = slots_[slot_of(name)];
    return found == 0 ? std::nullopt : std::optional<std::size_t>(found - 1);
}

/// Where the name is, or where it would be put.
std::size_t HostList::slot_of(std::string_view name) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = std::hash<std::string_view>{}(name)&mask;
    while (slots_[slot] != 0 && entries_[slots_[slot] - 1].name != name) slot = (slot + 1) & mask;
    return slot;
}

void HostList::grow() {
    slots_.assign(std::max<std::size_t>(64, slots_.size() * 2), 0);
    for (std::size_t i = 0; i < entries_.size(); ++i)
        slots_[slot_of(entries_[i].name)] = static_cast<std::uint32_t>(i + 1);
}

std::size_t HostList::add(const Entry& entry) {
    entries_.push_back(entry);
    if (entries_.size() * 3 > slots_.size() * 2) {
        grow();
    } else {
        slots_[slot_of(entry.name)] = static_cast<std::uint32_t>(entries_.size());
    }
    return entries_.size() - 1;
}

void HostList::push_back(Host host) {
    Entry entry;
    entry.name = store_->keep(host.name);
    entry.file = store_->file_id(host.at.file);
    whole_.emplace(entries_.size(), std::move(host));
    add(entry);
}

std::uint32_t HostList::add_shared(Layer layer) {
    shared_.push_back(layer);
    return static_cast<std::uint32_t>(shared_.size() - 1);
}

}  // namespace clientpush
