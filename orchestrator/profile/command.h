#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ports/client.h"
#include "ports/site.h"
#include "profile/profile.h"

namespace clientpush {

/// The values that a client's command is rendered from.
struct RenderInput {
    std::string site;  ///< of the serving primary
    Port http = 0;
    Port https = 0;
    std::vector<std::string> management_points;
    std::map<std::string, std::string> variables;  ///< of the host; {var.NAME} reads them
    std::string stage;                             ///< folder on the host that holds the payload
    std::string properties_file;                   ///< path on the host of the NAME=VALUE file
    std::optional<Location> location;
};

/// A command, ready for the client's shell.
struct Rendered {
    std::vector<std::string> arguments;                           ///< unquoted, program first
    std::string line;                                             ///< quoted for the shell
    std::vector<std::pair<std::string, std::string>> properties;  ///< name, value, in order
};

/// Throws Error{usage} "render-refused" with the property and the reason: a port missing or out of range,
/// HTTP = HTTPS, a method that does not carry both ports, a required value that is empty, a value that the
/// shell could misread, AUTO together with CCMHOSTNAME, /logon in a port run.
Rendered render(const Profile& profile, const Method& method, const RenderInput& input);

/// 'it'\''s' for any POSIX shell. Throws Error{usage} "render-refused" for NUL, which no argument can hold.
std::string sh_quote(std::string_view value);

/// Could cmd.exe misread this character, in quotes or not? " % ^ & | < > ! ` and control characters.
bool cmd_misreads(char c);

/// For a command line that cmd.exe passes to a Windows program: quotes only values with spaces, refuses what
/// quoting cannot carry (" % ^ & | < > ! ` and control characters, and a backslash before the closing quote).
/// `subject` names the value in the error, which does not show it.
std::string cmd_quote(std::string_view value, std::string_view subject = "argument");

}  // namespace clientpush
