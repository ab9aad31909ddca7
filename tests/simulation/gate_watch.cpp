#include "simulation/gate_watch.h"

#include <algorithm>

namespace clientpush {

namespace {

bool above(const std::optional<Share>& limit, long hosts, long started) {
    if (!limit) return false;
    return limit->is_percent ? double(hosts) > limit->percent / 100 * double(started) : hosts > limit->count;
}

bool is_wrong(HostState state) {
    return class_of(state) == StateClass::wrong;
}

}  // namespace

void GateWatch::begin(const std::vector<HostRun>& rows) {
    hosts_.clear();
    for (const HostRun& row : rows) {
        const bool to_do = row.state == HostState::queued || row.state == HostState::running ||
                           row.state == HostState::waiting;
        if (row.tries > 0 && !to_do) hosts_[row.host] = {row.wave, row.state};
    }
}

void GateWatch::told(const HostRun& row) {
    hosts_[row.host] = {row.wave, row.state};
}

template <typename Counts>
bool GateWatch::scope_exceeds(const GateSpec& gate, int untold, Counts counts) const {
    long started = untold, failed = 0, unreachable = 0, unverified = 0;
    for (const auto& [name, host] : hosts_) {
        if (!counts(host.wave)) continue;
        ++started;
        failed += is_wrong(host.state) ? 1 : 0;
        unreachable += host.state == HostState::unreachable ? 1 : 0;
        unverified += host.state == HostState::unverified ? 1 : 0;
    }
    return started > 0 &&
           (above(gate.failed, failed, started) || above(gate.unreachable, unreachable, started) ||
            above(gate.unverified, unverified, started));
}

bool GateWatch::exceeded(const GateSpec& gate, int untold) const {
    return scope_exceeds(gate, untold, [](int) { return true; }) ||
           std::ranges::any_of(hosts_, [&](const auto& host) {
               return scope_exceeds(gate, untold, [&](int wave) { return wave == host.second.wave; });
           });
}

bool GateWatch::exceeded_by(const HostRun& row, const GateSpec& gate, int untold) const {
    return scope_exceeds(gate, untold, [](int) { return true; }) ||
           scope_exceeds(gate, untold, [&](int wave) { return wave == row.wave; });
}

}  // namespace clientpush
