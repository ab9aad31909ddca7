#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ports/client.h"

namespace clientpush {

/// Why a value is refused. `what` goes on from the variable's name: is "x", but must be ...
struct Wrong {
    std::string what;
    std::string cure;
};

inline constexpr std::array platforms{Platform::windows, Platform::linux, Platform::macos};
inline constexpr std::array memberships{Membership::domain, Membership::workgroup};
inline constexpr std::array locations{Location::intranet, Location::internet, Location::internet_only,
                                      Location::cmg};
inline constexpr std::array protocols{Protocol::http, Protocol::https};

/// The value that has this text; nothing when none has.
template <typename T, std::size_t N>
std::optional<T> choice(std::string_view text, const std::array<T, N>& values) {
    const auto found =
        std::find_if(values.begin(), values.end(), [&](T value) { return to_text(value) == text; });
    return found == values.end() ? std::nullopt : std::optional(*found);
}

std::optional<Wrong> check_word(const std::string& text, const std::vector<std::string>& known);

template <const auto& Values>
std::optional<Wrong> check_choice(const std::string& text) {
    std::vector<std::string> known;
    for (const auto value : Values) known.emplace_back(to_text(value));
    return check_word(text, known);
}

std::optional<Wrong> check_text(const std::string& text);           ///< no spaces around it, one line
std::optional<Wrong> check_port(const std::string& text);           ///< 1-65535, no leading zero
std::optional<Wrong> check_time(const std::string& text);           ///< 2026-11-01T09:00:00Z
std::optional<Wrong> check_mac(const std::string& text);            ///< 00:11:22:aa:bb:cc
std::optional<Wrong> check_zone(const std::string& text);           ///< Europe/Berlin
std::optional<Wrong> check_domain(const std::string& text);         ///< corp.example
std::optional<Wrong> check_address(const std::string& text);        ///< a name or an address, without a port
std::optional<Wrong> check_user(const std::string& text);           ///< may have spaces: Windows users do
std::optional<Wrong> check_directory(const std::string& text);      ///< absolute, or below the login folder
std::optional<Wrong> check_connection(const std::string& text);     ///< ssh or local
std::optional<Wrong> check_transport(const std::string& text);      ///< libssh2, openssh or auto
std::optional<Wrong> check_file(const std::string& text);           ///< of this machine
std::optional<Wrong> check_jump(const std::string& text);           ///< [user@]host[:port],... or none
std::optional<Wrong> check_yes_no(const std::string& text);         ///< as YAML 1.1 has it
std::optional<Wrong> check_become_method(const std::string& text);  ///< sudo

std::optional<bool> parse_yes_no(const std::string& text);

/// DNS names mean the same in any case.
std::string lower_case(std::string text);

/// "use one of the sites of this inventory: ABC, XYZ".
std::string use_a_site_of(const Sites& sites);

}  // namespace clientpush
