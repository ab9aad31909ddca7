#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "ports/client.h"

namespace clientpush {

/// Error{usage} "render-refused". `subject` is the property or argument that it is about.
Error render_refused(std::string_view subject, const std::string& what, std::string cure);

/// Does ccmsetup end at once when any client is there? Then it could not repair a port.
bool is_logon(std::string_view argument);

/// What Microsoft's "About client installation properties" says about values together: SMSSITECODE is AUTO or
/// three characters, and not AUTO beside CCMHOSTNAME; CCMHOSTNAME has no https:// in front; CCMALWAYSINF
/// needs CCMHOSTNAME; /mp of a CMG begins with https://; no /logon. Throws Error{usage} "render-refused".
void refuse_contradictions(const std::vector<std::string>& arguments,
                           const std::vector<std::pair<std::string, std::string>>& properties,
                           std::optional<Location> location);

}  // namespace clientpush
