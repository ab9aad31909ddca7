#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "inventory/inventory.h"
#include "ports/plan.h"
#include "push/playbook.h"
#include "status/record.h"

namespace clientpush {

/// How a client's tries to reach its management points on the new ports ended.
struct Ways {
    std::optional<Way> http;
    std::optional<Way> https;
};

/// Everything that a plan depends on, gathered by whoever asks for one.
struct PlanInput {
    const Inventory& inventory;
    std::vector<std::size_t> selected;  ///< indexes of inventory.hosts, in order
    std::vector<HostRecord> records;    ///< what the store remembers
    std::set<std::string> waived;
    Sites before;  ///< the sites as they were last pushed; as they are now when nothing was
    Sites after;
    std::optional<Duration> stale_after;
    Time now{};
    std::map<std::string, HostRecord, std::less<>> probed = {};  ///< what a probe has just read
    std::map<std::string, Ways, std::less<>> ways = {};
};

/// The clients of a selection with the newest facts of inventory and store, put together one at a time.
class KnownClients {
public:
    explicit KnownClients(const PlanInput& input);

    std::size_t size() const { return input_.selected.size(); }
    Client operator[](std::size_t index) const;

private:
    const PlanInput& input_;
    std::map<std::string_view, const HostRecord*> records_;
};

/// All of them at once, for small selections.
std::vector<Client> known_clients(const PlanInput& input);

/// The whole dry run: outlook, action and wave of every selected client. Its clients are worked out when they
/// are asked for, so the inventory must live as long as the plan.
Plan plan_push(std::shared_ptr<const PlanInput> input, const Playbook& playbook);
Plan plan_push(PlanInput input, const Playbook& playbook);

/// The sites with the ports of each site's latest generation; a site without one stays as it is.
Sites as_last_pushed(const Sites& sites, const std::vector<PortGeneration>& generations);

}  // namespace clientpush
