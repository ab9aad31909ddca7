#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace clientpush {

// What a profile may write in braces:
//   {site}                    code of the serving primary
//   {http_port} {https_port}  the ports that the site listens on by default
//   {management_point}        the first one
//   {management_points}       all of them with ";" between, when there is more than one; else nothing
//   {always_internet}         1 for an internet-only client; else nothing
//   {stage}                   the folder on the host that holds the payload
//   {properties}              the NAME=VALUE file on the host, for a method with `properties_in_file`
//   {var.NAME}                a variable of the host; nothing when it has none of that name

/// Every placeholder but {var.NAME}.
const std::vector<std::string>& known_placeholders();

bool is_placeholder(std::string_view name);

/// The names in braces, in order. Text after an opening brace that nobody closes is one too, an unknown one.
std::vector<std::string> placeholders_in(std::string_view text);

/// The text with each placeholder replaced by what `value_of` says for its name.
std::string fill(std::string_view text, const std::function<std::string(const std::string&)>& value_of);

}  // namespace clientpush
