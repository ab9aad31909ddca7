#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "ports/client.h"
#include "ports/site.h"

namespace clientpush {

/// The states of a host in a run: a closed list, and a host is always in exactly one.
enum class HostState {
    // done
    managed,
    skipped,
    superseded,
    // wrong
    failed,
    refused,
    blocked,
    unverified,
    // open
    queued,
    waiting,
    running,
    unreachable,
    reboot_pending,
    unknown,
    cancelled
};

enum class StateClass { done, wrong, open };

StateClass class_of(HostState state);
std::string_view to_text(HostState state);  ///< "reboot-pending"
bool parse_state(std::string_view text, HostState& out);
const std::vector<HostState>& all_states();

using RunId = std::int64_t;

enum class RunState {
    open,       ///< being executed, or left behind by a controller that died
    paused,     ///< by a user or a gate: no new starts
    stopped,    ///< by a gate
    cancelled,  ///< by a user
    ended       ///< every host was tried; some may still be open for a retry
};

std::string_view to_text(RunState state);
bool parse_state(std::string_view text, RunState& out);

/// One execution of a playbook.
struct Run {
    RunId id = 0;
    std::string kind = {};      ///< "push", "retry", "verify"
    std::string key = {};       ///< digest of playbook, selection and sources: what makes it "the same push"
    std::string playbook = {};  ///< its name, for people
    std::string document = {};  ///< the playbook and options as they were, JSON, for resuming
    RunState state = RunState::open;
    std::string reason = {};  ///< why it was stopped or paused
    Time created_at{};
    std::optional<Time> ended_at = {};
    std::string requested_by = {};
    std::map<std::string, std::int64_t> generations = {};  ///< site code to the port generation it renders
};

/// One host in one run.
struct HostRun {
    RunId run = 0;
    std::string host = {};
    int position = 0;  ///< inventory order
    std::string site = {};
    int wave = 0;
    HostState state = HostState::queued;
    std::string step = {};    ///< while running: "connect", "look", "stage", ...
    std::string reason = {};  ///< stable id: "host-key-changed", "exit-code-3"
    std::string detail = {};  ///< for people, already printable
    int tries = 0;            ///< connections made for it in this run
    std::optional<Time> next_at = {};
    Time since{};  ///< in this state since

    bool operator==(const HostRun&) const = default;
};

enum class AttemptState {
    intended,     ///< durable here before the start request left
    started,      ///< the host said that the installer began
    finished,     ///< the host gave the installer's result
    never_began,  ///< looked at: the start request never took effect
    interrupted   ///< began, and nothing on the host will ever finish it
};

std::string_view to_text(AttemptState state);
bool parse_state(std::string_view text, AttemptState& out);

/// One start of an installer on one host.
struct Attempt {
    std::string id = {};  ///< 32 hexadecimal digits
    RunId run = 0;
    std::string host = {};
    std::int64_t fence = 0;
    std::string method = {};   ///< "install" or "switch"
    std::string package = {};  ///< SHA-256 of its payload
    std::string site = {};
    std::int64_t generation = 0;
    Port http = 0;
    Port https = 0;
    AttemptState state = AttemptState::intended;
    std::optional<int> exit_code = {};
    Time intended_at{};
    std::optional<Time> ended_at = {};
    std::string output = {};  ///< tail of what it printed, already printable

    bool operator==(const Attempt&) const = default;
};

/// What is remembered of a host across runs.
struct HostRecord {
    std::string host = {};
    std::string site = {};
    PortsSeen seen = {};  ///< by the last look; `at` says when
    std::string management_point = {};
    std::string version = {};
    std::optional<bool> healthy = {};  ///< agent installed and running
    std::optional<bool> reaches = {};  ///< the host itself reached its management point on `seen`
    std::string machine_id = {};
    std::optional<Time> contacted_at = {};

    bool operator==(const HostRecord&) const = default;
};

/// Nobody knows yet how it ended, nor whether it began.
bool is_open(const Attempt& attempt);

/// A site's ports at one time: append-only, numbered from 1 per site.
struct PortGeneration {
    std::string site = {};
    std::int64_t number = 0;
    SitePorts ports = {};
    Website website = Website::standard;
    Time recorded_at{};

    bool operator==(const PortGeneration&) const = default;
};

struct Waiver {
    std::string host = {};
    std::string why = {};
    std::string by = {};
    Time at{};

    bool operator==(const Waiver&) const = default;
};

struct Event {
    std::int64_t number = 0;  ///< given by the store, ascending
    Time at{};
    RunId run = 0;
    std::string host = {};
    std::string kind = {};  ///< "run-begun", "intended", "managed", "gate-stopped", ...
    std::string data = {};  ///< JSON or ""
};

}  // namespace clientpush
