#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ports/site.h"

namespace clientpush {

/// The hosts that one key under `hosts:` stands for, or what is wrong with it.
struct HostNames {
    std::vector<std::string> names;
    std::optional<Port> port;  ///< from "name:2022"
    std::string wrong;         ///< empty: the key is right
    std::string cure;
};

/// Ranges as Ansible has them, several in one name: "ws[01:20]" (the width of the start, both ends included),
/// "[a:f]", "[1:9:2]". A port behind the name: "ws7:2022", "[fe80::1]:22". Stricter than Ansible where it
/// would silently make no host: "[3:1]".
HostNames expand(std::string_view key);

/// A name that is safe as a file name and on a command line: letters, digits, ".", "-", "_", or an IPv6
/// address.
bool is_host_name(std::string_view name);

}  // namespace clientpush
