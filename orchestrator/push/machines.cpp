#include "push/machines.h"

#include <functional>

namespace clientpush {

std::optional<int> Machines::other_than(int position, const Look& seen) {
    if (seen.machine_id.empty() || seen.boot_id.empty()) return std::nullopt;
    const std::uint64_t machine = std::hash<std::string>{}(seen.machine_id + "\n" + seen.boot_id);
    const auto [host, is_new] = hosts_.emplace(machine, position);
    return is_new || host->second == position ? std::nullopt : std::optional(host->second);
}

}  // namespace clientpush
