#include "report/inventory_report.h"

namespace clientpush {
namespace {

void write_leaf(std::ostream& out, int depth, const std::string& text) {
    for (int i = 0; i < depth; ++i) out << "  |";
    out << (depth > 0 ? "--" : "") << text << '\n';
}

void write_group(std::ostream& out, const Inventory& inventory, const Group& group, int depth) {
    write_leaf(out, depth, "@" + group.name + ":");
    for (const std::string& child : group.children) {
        const auto found = inventory.groups.find(child);
        if (found != inventory.groups.end()) write_group(out, inventory, found->second, depth + 1);
    }
    if (group.name == "all") return;
    for (const std::size_t index : group.hosts)
        write_leaf(out, depth + 1, std::string(inventory.hosts.name(index)));
}

}  // namespace

void write_graph(std::ostream& out, const Inventory& inventory) {
    const auto all = inventory.groups.find("all");
    if (all != inventory.groups.end()) write_group(out, inventory, all->second, 0);
}

}  // namespace clientpush
