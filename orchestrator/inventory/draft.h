#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "inventory/host_list.h"
#include "inventory/memberships.h"

namespace clientpush {

/// Every place that defines variables of one group or host, in the order in which they were read.
using Layers = std::vector<Layer>;

struct GroupDraft {
    std::string name;
    std::vector<std::string> children;             ///< in order
    std::map<std::string, Position> child_places;  ///< where each is named
    std::vector<std::uint32_t> hosts;              ///< indexes into Draft::hosts, in order, some twice
    Layers vars;
    long long priority = 1;  ///< ansible_group_priority
};

/// group_vars/ and host_vars/ of one folder.
struct VarsFolder {
    std::map<std::string, Layers, std::less<>> groups;
    std::map<std::string, Layers, std::less<>> hosts;
};

/// Hosts and groups as the files say, before anyone asks what follows from it.
class Draft {
public:
    explicit Draft(const std::shared_ptr<VariableStore>& store) : hosts(store) {}

    GroupDraft& group(const std::string& name);

    void put(std::size_t host, GroupDraft& group);

    /// Gives a host more variables, which beat those that it has.
    void give(std::size_t host, Layer variables);
    Layers own(std::size_t host) const;

    /// Variables that will be checked, whoever gets them.
    Layer keep(Layer variables);
    const std::deque<Layer>& layers() const { return layers_; }

    VariableStore& store() { return hosts.store(); }
    const VariableStore& store() const { return hosts.store(); }

    std::map<std::string, GroupDraft, std::less<>> groups;
    std::vector<std::string> group_order;  ///< as they first appear
    HostList hosts;                        ///< `shared` is one of the memberships
    Memberships memberships;
    std::vector<VarsFolder> folders;

private:
    std::deque<Layer> layers_;
    std::unordered_map<std::size_t, Layers> more_;  ///< of the few hosts that have several
};

}  // namespace clientpush
