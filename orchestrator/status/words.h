#pragma once

#include <string_view>

#include "status/record.h"

namespace clientpush {

// How enumerations of other modules are spelt in the database.

std::string_view to_word(Website website);
bool parse_word(std::string_view text, Website& out);

std::string_view to_word(PortsSeen::Source source);
bool parse_word(std::string_view text, PortsSeen::Source& out);

inline std::string_view to_word(HostState state) {
    return to_text(state);
}
inline std::string_view to_word(RunState state) {
    return to_text(state);
}
inline std::string_view to_word(AttemptState state) {
    return to_text(state);
}

inline bool parse_word(std::string_view text, HostState& out) {
    return parse_state(text, out);
}
inline bool parse_word(std::string_view text, RunState& out) {
    return parse_state(text, out);
}
inline bool parse_word(std::string_view text, AttemptState& out) {
    return parse_state(text, out);
}

}  // namespace clientpush
