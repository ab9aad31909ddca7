#include "status/record.h"

#include <array>
#include <utility>

namespace clientpush {
namespace {

template <typename State, std::size_t N>
using Words = std::array<std::pair<State, std::string_view>, N>;

constexpr Words<HostState, 14> host_words{{{HostState::managed, "managed"},
                                           {HostState::skipped, "skipped"},
                                           {HostState::superseded, "superseded"},
                                           {HostState::failed, "failed"},
                                           {HostState::refused, "refused"},
                                           {HostState::blocked, "blocked"},
                                           {HostState::unverified, "unverified"},
                                           {HostState::queued, "queued"},
                                           {HostState::waiting, "waiting"},
                                           {HostState::running, "running"},
                                           {HostState::unreachable, "unreachable"},
                                           {HostState::reboot_pending, "reboot-pending"},
                                           {HostState::unknown, "unknown"},
                                           {HostState::cancelled, "cancelled"}}};

constexpr Words<RunState, 5> run_words{{{RunState::open, "open"},
                                        {RunState::paused, "paused"},
                                        {RunState::stopped, "stopped"},
                                        {RunState::cancelled, "cancelled"},
                                        {RunState::ended, "ended"}}};

constexpr Words<AttemptState, 5> attempt_words{{{AttemptState::intended, "intended"},
                                                {AttemptState::started, "started"},
                                                {AttemptState::finished, "finished"},
                                                {AttemptState::never_began, "never-began"},
                                                {AttemptState::interrupted, "interrupted"}}};

template <typename State, std::size_t N>
std::string_view word_of(const Words<State, N>& words, State state) {
    for (const auto& [value, word] : words) {
        if (value == state) return word;
    }
    return "?";
}

template <typename State, std::size_t N>
bool parse_word(const Words<State, N>& words, std::string_view text, State& out) {
    for (const auto& [value, word] : words) {
        if (word != text) continue;
        out = value;
        return true;
    }
    return false;
}

}  // namespace

bool is_open(const Attempt& attempt) {
    return attempt.state == AttemptState::intended || attempt.state == AttemptState::started;
}

StateClass class_of(HostState state) {
    switch (state) {
        case HostState::managed:
        case HostState::skipped:
        case HostState::superseded:
            return StateClass::done;
        case HostState::failed:
        case HostState::refused:
        case HostState::blocked:
        case HostState::unverified:
            return StateClass::wrong;
        case HostState::queued:
        case HostState::waiting:
        case HostState::running:
        case HostState::unreachable:
        case HostState::reboot_pending:
        case HostState::unknown:
        case HostState::cancelled:
            break;
    }
    return StateClass::open;
}

std::string_view to_text(HostState state) {
    return word_of(host_words, state);
}
std::string_view to_text(RunState state) {
    return word_of(run_words, state);
}
std::string_view to_text(AttemptState state) {
    return word_of(attempt_words, state);
}

bool parse_state(std::string_view text, HostState& out) {
    return parse_word(host_words, text, out);
}
bool parse_state(std::string_view text, RunState& out) {
    return parse_word(run_words, text, out);
}
bool parse_state(std::string_view text, AttemptState& out) {
    return parse_word(attempt_words, text, out);
}

const std::vector<HostState>& all_states() {
    static const std::vector<HostState> states = [] {
        std::vector<HostState> all;
        for (const auto& [state, word] : host_words) all.push_back(state);
        return all;
    }();
    return states;
}

}  // namespace clientpush
