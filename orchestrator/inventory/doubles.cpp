#include "inventory/doubles.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "base/names.h"
#include "inventory/values.h"

namespace clientpush {
namespace {

constexpr std::size_t most_warnings = 20;

/// What hosts have in common, as a number that fits a million times into memory, and the index of the host.
using Key = std::pair<std::uint64_t, std::uint32_t>;

std::uint64_t hash(const std::string& text) {
    return std::hash<std::string>{}(text);
}

std::string place_of(const Host& host) {
    return fmt::format("{} port {}", lower_case(host.address), port_of(host));
}

/// Calls `tell` with the hosts of each key that several have, in the order of the inventory.
template <typename Tell>
void for_each_double(std::vector<Key> keys, Tell tell) {
    std::sort(keys.begin(), keys.end());
    std::vector<std::vector<std::size_t>> doubles;
    for (auto at = keys.begin(); at != keys.end();) {
        const auto end = std::find_if(at, keys.end(), [&](const Key& key) { return key.first != at->first; });
        if (end - at > 1) {
            std::vector<std::size_t>& hosts = doubles.emplace_back();
            std::for_each(at, end, [&](const Key& key) { hosts.push_back(key.second); });
        }
        at = end;
    }
    std::sort(doubles.begin(), doubles.end());
    for (std::size_t i = 0; i < std::min(doubles.size(), most_warnings); ++i) tell(doubles[i]);
}

class Search {
public:
    Search(const Inventory& inventory, Findings& findings) : inventory_(inventory), findings_(findings) {
        for (std::size_t i = 0; i < inventory.hosts.size(); ++i) add(i);
    }

    void run() {
        for_each_double(std::move(names_), [this](const auto& hosts) {
            warn(hosts, "differ only in case: DNS and Windows take them for one machine", "keep one of them");
        });
        for_each_double(std::move(places_), [this](const auto& hosts) {
            warn(hosts,
                 fmt::format("have the same address, {}", place_of(inventory_.hosts.facts(hosts.front()))),
                 "keep one of them, or correct ansible_host or ansible_port");
        });
    }

private:
    void add(std::size_t index) {
        const Host host = inventory_.hosts.facts(index);
        const std::string name = lower_case(host.name);
        const auto number = static_cast<std::uint32_t>(index);
        names_.emplace_back(hash(name), number);
        const bool is_told_as_name = host.name != name && host.address == host.name;
        if (host.connection != "local" && !is_told_as_name)
            places_.emplace_back(hash(place_of(host)), number);
    }

    void warn(const std::vector<std::size_t>& hosts, const std::string& what, const std::string& cure) {
        std::vector<std::string> names;
        for (const std::size_t index : hosts) names.emplace_back(inventory_.hosts.name(index));
        findings_.warning(inventory_.hosts.facts(hosts.back()).at,
                          fmt::format("{} {}", fold(names, 60), what), cure);
    }

    const Inventory& inventory_;
    Findings& findings_;
    std::vector<Key> names_;
    std::vector<Key> places_;
};

}  // namespace

void warn_of_doubles(const Inventory& inventory, Findings& findings) {
    Search(inventory, findings).run();
}

}  // namespace clientpush
