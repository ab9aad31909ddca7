#include "support/memory_image.h"

#include <algorithm>

namespace clientpush {
namespace {

bool is_open(RunState state) {
    return state == RunState::open || state == RunState::paused || state == RunState::stopped;
}

Error refused(const std::string& reason, const std::string& what) {
    return Error(Error::Kind::storage, reason, what);
}

void refuse_beside(const Run* other) {
    if (!other) return;
    throw Error(Error::Kind::usage, "run-open", "run " + std::to_string(other->id) + " is still open",
                "resume or cancel it");
}

}  // namespace

RunId MemoryImage::begin_run(Run run, const std::vector<HostRun>& of_run) {
    if (is_open(run.state)) refuse_beside(open_run());
    std::map<std::string, HostRun> by_name;
    run.id = static_cast<RunId>(runs.size()) + 1;
    for (HostRun host : of_run) {
        host.run = run.id;
        if (!by_name.emplace(host.host, host).second) throw refused("change-refused", "twice: " + host.host);
    }
    hosts[run.id] = std::move(by_name);
    return runs.emplace(run.id, run).first->first;
}

std::int64_t MemoryImage::claim_run(RunId id) {
    existing(id);
    return claims[id] = ++fence;
}

void MemoryImage::set_run_state(RunId id, RunState state, const std::string& reason, Time now) {
    Run& run = existing(id);
    if (is_open(state)) refuse_beside(open_run(id));
    run.state = state;
    run.reason = reason;
    run.ended_at = is_open(state) ? std::nullopt : std::optional(now);
}

PortGeneration MemoryImage::record_generation(const std::string& site, const SitePorts& ports,
                                              Website website, Time now) {
    const auto of_site = [&](const PortGeneration& generation) { return generation.site == site; };
    const auto latest = std::find_if(generations.rbegin(), generations.rend(), of_site);
    if (latest == generations.rend())
        return generations.emplace_back(PortGeneration{site, 1, ports, website, now});
    if (latest->ports == ports && latest->website == website) return *latest;
    const PortGeneration next{site, latest->number + 1, ports, website, now};
    return generations.emplace_back(next);
}

void MemoryImage::write(const Change& change) {
    check(change);
    if (change.host) hosts[change.host->run][change.host->host] = *change.host;
    if (change.attempt) {
        if (Attempt* known = attempt(change.attempt->id)) {
            *known = *change.attempt;
        } else {
            attempts.push_back(*change.attempt);
        }
    }
    if (change.record) records[change.record->host] = *change.record;
    for (Event event : change.events) {
        event.number = static_cast<std::int64_t>(events.size()) + 1;
        events.push_back(event);
    }
}

const Run* MemoryImage::open_run(RunId except) const {
    for (const auto& [id, run] : runs) {
        if (id != except && is_open(run.state)) return &run;
    }
    return nullptr;
}

void MemoryImage::check(const Change& change) const {
    if (change.host && !runs.contains(change.host->run)) throw refused("change-refused", "no such run");
    for (const Event& event : change.events) {
        if (event.run != 0 && !runs.contains(event.run)) throw refused("change-refused", "no such run");
    }
    if (!change.attempt) return;
    const auto run = hosts.find(change.attempt->run);
    const bool in_run = run != hosts.end() && run->second.contains(change.attempt->host);
    const bool joins =
        change.host && change.host->run == change.attempt->run && change.host->host == change.attempt->host;
    if (!in_run && !joins) throw refused("change-refused", "the attempt's host is not in its run");
    check(*change.attempt);
}

void MemoryImage::check(const Attempt& wanted) const {
    const auto claim = claims.find(wanted.run);
    if (!attempt(wanted.id) && claim != claims.end() && wanted.fence < claim->second) {
        throw refused("claim-lost", "another controller has taken over");
    }
    if (!is_open(wanted)) return;
    for (const Attempt& other : attempts) {
        if (other.host == wanted.host && other.id != wanted.id && is_open(other)) {
            throw refused("attempt-open", "an attempt on " + wanted.host + " is still open");
        }
    }
}

Run& MemoryImage::existing(RunId id) {
    const auto found = runs.find(id);
    if (found == runs.end()) {
        throw Error(Error::Kind::usage, "run-not-found", "there is no run " + std::to_string(id));
    }
    return found->second;
}

const Attempt* MemoryImage::attempt(const std::string& id) const {
    const auto found =
        std::find_if(attempts.begin(), attempts.end(), [&](const Attempt& a) { return a.id == id; });
    return found == attempts.end() ? nullptr : &*found;
}

Attempt* MemoryImage::attempt(const std::string& id) {
    const auto found =
        std::find_if(attempts.begin(), attempts.end(), [&](const Attempt& a) { return a.id == id; });
    return found == attempts.end() ? nullptr : &*found;
}

}  // namespace clientpush
