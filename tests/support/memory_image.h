#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "status/store.h"

namespace clientpush {

/// What a store holds, as plain values, with the rules of Store. A write that is refused changes nothing.
struct MemoryImage {
    std::map<RunId, Run> runs;
    std::map<RunId, std::int64_t> claims;
    std::map<RunId, std::map<std::string, HostRun>> hosts;
    std::vector<Attempt> attempts;  ///< in the order in which they were intended
    std::map<std::string, HostRecord> records;
    std::vector<PortGeneration> generations;
    std::map<std::string, Waiver> waivers;
    std::vector<Event> events;
    std::int64_t fence = 0;

    RunId begin_run(Run run, const std::vector<HostRun>& of_run);
    std::int64_t claim_run(RunId id);
    void set_run_state(RunId id, RunState state, const std::string& reason, Time now);
    PortGeneration record_generation(const std::string& site, const SitePorts& ports, Website website,
                                     Time now);
    void write(const Change& change);

    const Run* open_run(RunId except = 0) const;

private:
    void check(const Change& change) const;
    void check(const Attempt& attempt) const;
    Run& existing(RunId id);
    Attempt* attempt(const std::string& id);
    const Attempt* attempt(const std::string& id) const;
};

}  // namespace clientpush
