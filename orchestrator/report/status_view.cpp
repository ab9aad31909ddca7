#include "report/status_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace clientpush {
namespace {

const std::string& reason_of(const HostRun& host) {
    return host.state == HostState::running ? host.step : host.reason;
}

void add(StateGroup& group, const HostRun& host) {
    if (!group.names.empty() &&
        without_name(group.detail, group.first) != without_name(host.detail, host.host))
        group.same = false;
    if (group.names.empty()) {
        group.detail = host.detail;
        group.first = host.host;
    }
    group.names.add(host.host);
    if (host.state == HostState::running && (!group.since || host.since < *group.since)) {
        group.since = host.since;
        group.slowest = host.host;
    }
    if (host.next_at && (!group.next_at || *host.next_at < *group.next_at)) group.next_at = host.next_at;
}

std::string states_left(const std::vector<HostRun>& hosts) {
    std::string left;
    for (const auto& [state, count] : counts_of(hosts)) {
        if (class_of(state) == StateClass::done) continue;
        left += (left.empty() ? "" : ",") + std::string(to_text(state));
    }
    return left;
}

std::string next_after_verify(const StatusView& view) {
    bool lost = exit_code_of(view.hosts) == 2 || exit_code_of(view.hosts) == 6;
    for (const auto& [name, verdict] : view.verdicts) lost = lost || verdict.outlook == Outlook::unmanaged;
    if (lost) return "clientpush plan";
    return exit_code_of(view.hosts) == 0 ? "" : "clientpush verify";
}

}  // namespace

std::vector<StateGroup> groups_not_done(const std::vector<HostRun>& hosts) {
    std::map<std::tuple<HostState, std::string>, StateGroup> found;
    for (const HostRun& host : hosts) {
        if (class_of(host.state) == StateClass::done) continue;
        StateGroup& group = found[{host.state, reason_of(host)}];
        group.state = host.state;
        group.reason = reason_of(host);
        add(group, host);
    }
    std::vector<StateGroup> groups;
    for (auto& [key, group] : found) groups.push_back(std::move(group));
    std::ranges::stable_sort(groups, [](const StateGroup& a, const StateGroup& b) {
        return std::tuple(a.state, b.names.size()) < std::tuple(b.state, a.names.size());
    });
    return groups;
}

std::map<HostState, int> counts_of(const std::vector<HostRun>& hosts) {
    std::map<HostState, int> counts;
    for (const HostRun& host : hosts) ++counts[host.state];
    return counts;
}

std::map<StateClass, int> class_counts_of(const std::vector<HostRun>& hosts) {
    std::map<StateClass, int> counts;
    for (const HostRun& host : hosts) ++counts[class_of(host.state)];
    return counts;
}

std::string title_of(const Run& run) {
    const std::string head = fmt::format("Run {} ({})", run.id, run.kind);
    return run.playbook.empty() ? head : head + ": " + run.playbook;
}

std::string story_of(const Run& run, Time now) {
    std::string story = fmt::format("{}, begun {}", to_text(run.state), to_text(run.created_at));
    if (!run.requested_by.empty()) story += " by " + run.requested_by;
    if (run.ended_at) {
        story += ", took " + to_text(*run.ended_at - run.created_at);
    } else if (run.state != RunState::ended && now > run.created_at) {
        story += fmt::format(", {} ago", to_text(now - run.created_at));
    }
    return run.reason.empty() ? story : story + "; " + run.reason;
}

std::string next_try(Time at, Time now) {
    if (at <= now) return "next try now";
    return fmt::format("next try in {}, at {}", to_text(at - now), to_text(at));
}

std::string next_command(const StatusView& view) {
    const RunId id = view.run.id;
    if (view.run.kind == "verify") return next_after_verify(view);
    const std::string left = states_left(view.hosts);
    switch (view.run.state) {
        case RunState::open:
            return fmt::format("clientpush status {} --watch   (or go on: clientpush resume {})", id, id);
        case RunState::paused:
        case RunState::stopped:
            return fmt::format("clientpush resume {}   (or: clientpush cancel {})", id, id);
        case RunState::cancelled:
        case RunState::ended:
            break;
    }
    return left.empty() ? "" : fmt::format("clientpush retry {} --only {}", id, left);
}

std::vector<NamedVerdict> verdicts_of(const StatusView& view) {
    std::vector<NamedVerdict> verdicts;
    for (const auto& [name, verdict] : view.verdicts) verdicts.push_back({name, &verdict});
    return verdicts;
}

Colour colour_of(StateClass state_class) {
    switch (state_class) {
        case StateClass::done:
            return Colour::green;
        case StateClass::wrong:
            return Colour::red;
        case StateClass::open:
            break;
    }
    return Colour::yellow;
}

}  // namespace clientpush
