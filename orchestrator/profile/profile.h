#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.h"
#include "base/time.h"
#include "ports/client.h"

namespace clientpush {

/// What an exit code of an installer means for us. Never success by itself: `verify` reads back first.
enum class ExitMeaning { verify, reboot_pending, attach, failed, restage };

std::string_view to_text(ExitMeaning meaning);

enum class Shell { posix, cmd };

/// A value with placeholders ({http_port}, {site}, ...), and whether the property is left out when it is
/// empty.
struct Property {
    std::string name;
    std::string value;
    bool required = true;
};

/// A parameter without placeholders that is given when a variable of the host says yes.
struct Flag {
    std::string argument;  ///< "/UsePKICert"
    std::string variable;  ///< "use_pki_cert"; absent or empty is no
};

/// How an installer that goes on behind its launcher tells its end: by a line of its log that was not there
/// before the launch, and by the look's `installer=idle`.
struct Completion {
    std::string log;  ///< path on the host
    std::vector<std::string>
        ends;  ///< what stands before the exit code in such a line: decimal, or 0x and hexadecimal
};

/// What a known sign in the installer's output or log tells about why it failed.
struct Cause {
    std::string sign;    ///< text to be found
    std::string reason;  ///< stable id, like "no-pki-certificate"
    std::string cure;    ///< what a person does about it
};

/// One way to bring a client onto its site's ports.
struct Method {
    std::vector<std::string> command;  ///< program and its parameters, with placeholders
    std::vector<Flag> flags;           ///< after the command, before the properties
    std::vector<Property> properties;  ///< after the parameters, in order
    bool properties_in_file =
        false;  ///< given as the path of a NAME=VALUE file instead of on the command line
    std::map<int, ExitMeaning> exit_codes;  ///< unlisted: failed
    std::vector<Cause> causes;              ///< of failures; the first whose sign is there
    std::optional<Completion> completion;   ///< absent: the command's own end and exit code
    Duration deadline = std::chrono::minutes(30);
    bool rerun_safe = false;  ///< an attempt that was interrupted may be followed by another one unasked
};

/// How one kind of client is installed: data from `payload/<name>/profile.yml`. Its keys are those of this
/// struct, with `install` and `switch` for the methods; docs of the placeholders: placeholders.h.
struct Profile {
    std::string name;
    std::string about;
    Shell shell = Shell::posix;
    std::vector<Platform> platforms;
    std::filesystem::path folder;                ///< where profile.yml and the payload files lie
    std::string directory;                       ///< where we keep our files on the host
    std::vector<std::string> files;              ///< payload, relative to `folder`
    std::map<std::string, std::string> origins;  ///< where a person gets a file that is not ours to ship
    std::string look;  ///< text of the script that reads a host and changes nothing (see below); may be empty
    std::string
        tidy;  ///< text that is typed into the cmd.exe of a host after a method ended with 0; may be empty
    std::optional<Method> install;
    std::optional<Method> light;  ///< "switch"
};

// The script of `look` is evaluated by a POSIX sh on the host, below assignments of
//   site, management_points (separated by spaces; none when nobody asks for the way to them), http_port,
//   https_port, protocol (http, https or empty).
// It writes nothing to the host, reads nothing from its standard input, and prints name=value lines:
//   installed=yes|no   version=   http=   https=   site=   management_point=   (as configured; may be empty)
//   agent=running|stopped|absent
//   installer=running|idle       an installer of this product, whoever started it
//   reaches=yes|no|unknown       the agent reaches its management point on the ports that it has now;
//                                a stopped agent reaches nothing
//   way_http=, way_https=open|refused|timeout|unknown
//                                this host to any of the management points on the ports given; `timeout` also
//                                stands for "no route". Only the one of `protocol`, when that is set.

// For `shell: cmd` it is typed into a cmd.exe instead (payload/runner/windows_look.cmd says how), numbers may
// be hexadecimal (0x1f90), and instead of reaches and ways it may print, for each port of each management
// point,
//   try_http=PORT CODE, try_https=PORT CODE      the exit code of curl.exe; absent when it could not be tried

/// Reads and checks one profile; throws InvalidInput with every problem. A method that does not carry both
/// {http_port} and {https_port} is refused.
Profile load_profile(const std::filesystem::path& folder);

/// Every profile below a payload folder, by name.
std::vector<Profile> load_profiles(const std::filesystem::path& payload);

}  // namespace clientpush
