#include "fuzz/target.h"

#include "inventory/load.h"
#include "inventory/matcher.h"
#include "inventory/pattern.h"
#include "inventory/range.h"

namespace clientpush {
namespace {

std::string_view take_line(std::string_view& bytes) {
    const std::string_view line = bytes.substr(0, bytes.find('\n'));
    bytes.remove_prefix(line.size() < bytes.size() ? line.size() + 1 : bytes.size());
    return line;
}

const Inventory& fleet() {
    static const Inventory inventory = load_inventory_text("fleet.yml", R"(
sites: {ABC: {kind: primary}}
all: {vars: {site: ABC}, hosts: {"fe80::1": , lone: }}
web: {hosts: {"web[1:4]": }}
zone: {children: {web: , empty: }, hosts: {"x.corp.example": , web4: }}
)")
                                           .inventory;
    return inventory;
}

void try_key(std::string_view key) {
    // A million names are right, but slow to make over and over.
    if (key.size() > 30) key = key.substr(0, 30);
    const HostNames names = expand(key);
    require(names.wrong.empty() != names.names.empty());
    for (const std::string& name : names.names) require(is_host_name(name));
    if (names.port) require(*names.port != 0);
}

void try_pattern(const std::string& pattern) {
    if (pattern.find('@') != std::string::npos) return;  // would read files of this machine
    try {
        const std::vector<std::size_t> found = select(fleet(), pattern);
        require(!found.empty());
        for (const std::size_t index : found) require(index < fleet().hosts.size());
    } catch (const Error& error) {
        require(error.kind() == Error::Kind::usage && !error.cure().empty());
    }
}

}  // namespace

void fuzz_inventory(std::string_view bytes) {
    try {
        const LoadedInventory loaded = load_inventory_text("fuzz.yml", std::string(bytes));
        require(loaded.inventory.hosts.size() > 0);
        require(loaded.inventory.members("all").size() == loaded.inventory.hosts.size());
        for (const Host& host : loaded.inventory.hosts)
            require(is_host_name(host.name) && !host.client.site.empty());
    } catch (const InvalidInput& refusal) {
        require(!refusal.problems().empty());
        for (const Problem& problem : refusal.problems())
            require(problem.at.file == "fuzz.yml" && !problem.what.empty());
    }
}

void fuzz_names(std::string_view bytes) {
    try_key(take_line(bytes));
    try_pattern(std::string(take_line(bytes)));
    const std::string_view glob = take_line(bytes);
    (void)matches_glob(glob, bytes);
}

}  // namespace clientpush
