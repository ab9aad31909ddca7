#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ports/client.h"

namespace clientpush {

/// The values that one call of the host's runner (payload/runner/runner.sh) works on.
using RemoteValues = std::map<std::string, std::string>;

/// "" when there is none of that name.
std::string value_of(const RemoteValues& values, const std::string& name);

/// The constant line that starts a shell of ours on a host, which evaluates what it is sent.
std::string_view shell_line();

/// The commands of that shell, for one that runs already.
std::string_view reading_line();

/// What it is sent first: the runner's text. Calls are believed only when they begin with `token`.
std::string shell_opening(const std::string& token);

/// A call of a function of the runner: values, then the function. Its answer ends with answer_end(nonce).
std::string shell_call(const std::string& token, const std::string& nonce, const std::string& function,
                       const RemoteValues& values);

std::string answer_end(const std::string& nonce);

/// One line of the answer.
struct Answer {
    std::vector<std::pair<std::string, std::string>> lines;  ///< name, value, printable, in order
    std::string output;                                      ///< what the installer printed, printable

    std::string last(std::string_view name) const;  ///< "" when there is none
    std::vector<std::string> all(std::string_view name) const;
};

/// Reads what came back, up to its end. Throws Error{remote} for an `error=` line of the runner, with the
/// cure, and Error{lost} "no-trailer" when the function did not come to its end.
Answer read_answer(std::string_view text, const std::string& nonce);

enum class OnHost { absent, running, done, interrupted, rebooted };

/// What is on a host, as one look tells it.
struct Look {
    std::string machine_id;
    std::string boot_id;  ///< another one after each restart
    std::vector<std::string> missing_tools;
    bool lacks_rights = false;  ///< the login may not install here (Windows: its session is not elevated)
    std::optional<std::uint64_t> free_bytes;
    bool staged = false;
    std::map<std::string, std::uint64_t> parts;  ///< bytes there of each file of an unfinished upload
    std::string other_attempt;                   ///< of somebody else, running now

    bool installed = false;
    std::string version;
    std::optional<Port> http;
    std::optional<Port> https;
    std::string site;
    std::string management_point;
    bool agent_running = false;
    bool installer_running = false;
    std::optional<bool> reaches;  ///< the agent reached its management point on the ports that it has
    std::string
        way_http;  ///< "open", "refused", "timeout", "unknown" or "": from the host, on the ports asked
    std::string way_https;

    /// Of the attempt that was asked for.
    std::optional<OnHost> attempt;
    std::optional<int> exit_code;
    bool timed_out = false;
};

/// Lines with values that are not what they should be count as absent; a host cannot make us trust it.
Look read_look(const Answer& answer);

}  // namespace clientpush
