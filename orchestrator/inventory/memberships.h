#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace clientpush {

struct GroupDraft;

/// Which groups name a host directly, as a number: most hosts share theirs with many others.
class Memberships {
public:
    static constexpr std::uint32_t none = 0;

    /// The groups and one more, which may be among them.
    std::uint32_t with(std::uint32_t groups, const GroupDraft& group);

    // Of `all` and `ungrouped` nothing is said: every host is in the one, and the other is what is left.
    bool any(std::uint32_t groups) const;
    std::set<std::string> names(std::uint32_t groups) const;

private:
    struct Link {
        std::uint32_t others = none;
        const GroupDraft* group = nullptr;
    };

    std::vector<Link> links_{{}};
    std::map<std::pair<std::uint32_t, const GroupDraft*>, std::uint32_t> known_;
};

}  // namespace clientpush
