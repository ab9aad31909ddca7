#include "push/gate.h"

#include <fmt/format.h>

#include "base/names.h"

namespace clientpush {

namespace {

bool above(const Share& limit, int hosts, int started) {
    if (!limit.is_percent) return hosts > limit.count;
    return started > 0 && hosts * 100.0 > limit.percent * started;
}

std::string to_text(const Share& share) {
    if (share.is_percent) return fmt::format("{:g}%", share.percent);
    return std::to_string(share.count);
}

std::optional<std::string> judge(const std::optional<Share>& limit, int hosts, int started, const char* what,
                                 const char* where) {
    if (!limit || !above(*limit, hosts, started)) return std::nullopt;
    return fmt::format("{} of {} hosts started in {} {}: more than {}", hosts, started, where, what,
                       to_text(*limit));
}

}  // namespace

void Tally::count(HostState state) {
    add(state, 1);
}

void Tally::forget(HostState state) {
    add(state, -1);
}

void Tally::add(HostState state, int hosts) {
    if (class_of(state) == StateClass::wrong) failed += hosts;
    if (state == HostState::unreachable) unreachable += hosts;
    if (state == HostState::unverified) unverified += hosts;
}

std::optional<std::string> judge_gate(const GateSpec& gate, const Tally& wave, const Tally& run) {
    const auto scope = [&](const Tally& tally, const char* where) -> std::optional<std::string> {
        if (auto why = judge(gate.failed, tally.failed, tally.started, "failed", where)) return why;
        if (auto why = judge(gate.unreachable, tally.unreachable, tally.started, "are unreachable", where))
            return why;
        return judge(gate.unverified, tally.unverified, tally.started, "could not be verified", where);
    };
    if (gate.logins_refused > 0 && run.logins_refused >= gate.logins_refused)
        return fmt::format("{} in a row refused the login: was it revoked?",
                           counted(static_cast<std::size_t>(run.logins_refused), "host"));
    if (auto why = scope(wave, "this wave")) return why;
    return scope(run, "the run");
}

}  // namespace clientpush
