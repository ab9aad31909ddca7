#pragma once

#include <cstdlib>
#include <string_view>

namespace clientpush {

inline void require(bool promise) {
    if (!promise) std::abort();
}

// What a fuzzer feeds. Each aborts, or throws what nobody expects, when a promise is broken.

/// Any bytes as an inventory file: read whole, or refused with at least one problem that has a place.
void fuzz_inventory(std::string_view bytes);

/// A key under `hosts:` in the first line, a pattern in the second, a glob in the third, asked of a small
/// fleet.
void fuzz_names(std::string_view bytes);

/// Any bytes as CSV: the same rows whether they come at once or byte by byte, or the same refusal.
void fuzz_csv(std::string_view bytes);

/// Any bytes as JSON: what was read and written out reads the same, or a refusal with a place.
void fuzz_json(std::string_view bytes);

/// Any bytes as a private key's file, as a certificate and as a login request: a key that knows its public
/// half, or a refusal with a cure.
void fuzz_key(std::string_view bytes);

/// Any bytes as what a host answers to the runner's calls: printable words, or an error with a cure.
void fuzz_answer(std::string_view bytes);

/// Any bytes as the answer of a Windows host: facts and a story that can be shown, or an error with a cure.
void fuzz_windows(std::string_view bytes);

/// Any bytes as the first that a host sends, as its key, as a line of known_hosts, and as ssh's
/// configuration: something whole, nothing, or a refusal with a cure.
void fuzz_ssh(std::string_view bytes);

}  // namespace clientpush
