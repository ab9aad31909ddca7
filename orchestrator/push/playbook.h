#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/problem.h"
#include "base/time.h"
#include "ports/outlook.h"
#include "ports/plan.h"
#include "status/record.h"

namespace clientpush {

/// "5%" of something, or "12" of it.
struct Share {
    double percent = 0;
    int count = 0;
    bool is_percent = true;

    bool operator==(const Share&) const = default;
};

/// How far a wave reaches: a cumulative share of the hosts, or a group of the inventory.
using WaveSpec = std::variant<Share, std::string>;

/// When a run must not go on by itself. Trips when strictly greater.
struct GateSpec {
    enum class Then { stop, pause, ask };

    std::optional<Share> failed;
    std::optional<Share> unreachable;
    std::optional<Share> unverified;
    int logins_refused =
        10;  ///< in a row: the login was revoked, and more tries would lock it out. 0: any number
    Then then = Then::stop;

    bool operator==(const GateSpec&) const = default;
};

/// What is never exceeded.
struct Limits {
    int at_once = 100;
    std::optional<int> per_site;
    std::optional<int> per_jump_host;  ///< hosts that are reached through it, at once
    std::optional<int> logins_per_second;
    std::optional<std::uint64_t> bandwidth;  ///< bytes a second, of the whole run's payloads

    bool operator==(const Limits&) const = default;
};

/// When a host is tried again within its run.
struct RetrySpec {
    Duration first = std::chrono::minutes(1);  ///< 0: at once
    double factor = 2;
    Duration max = std::chrono::hours(1);
    Duration give_up = std::chrono::days(7);
    std::optional<int> times = {};  ///< further tries; absent: as many as there is time for

    bool operator==(const RetrySpec&) const = default;
};

/// How to roll out. Absent keys have the values below.
struct Playbook {
    std::string name;
    std::vector<Outlook> outlooks;  ///< select.outlook; empty: every client that a push can reach
    std::string hosts = "all";      ///< select.hosts: a pattern
    std::string profile;            ///< "" means: as the command line says
    Methods methods;
    bool preflight = false;
    bool rollback = false;  ///< a client that lost its management point by the push gets its old ports back
    std::vector<WaveSpec> waves{Share{100, 0, true}};
    GateSpec gate;
    Limits limits;
    std::map<HostState, RetrySpec> retry{{HostState::unreachable, {}}};  ///< by how a try came out
    std::optional<Share> confirm_share;
    std::optional<int> confirm_hosts;
    std::string text;  ///< the file as it was read

    bool bare() const { return name.empty(); }
};

/// Reads and checks a playbook; throws InvalidInput with every problem.
Playbook load_playbook(const std::string& file);
Playbook read_playbook(const std::string& name, const std::string& text);

/// A push without a playbook: everyone whom it can reach, the look on the host deciding.
Playbook bare_playbook();

/// "5%" or "12"; nothing for anything else.
std::optional<Share> parse_share(const std::string& text);

}  // namespace clientpush
