#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "push/job.h"
#include "push/outcome.h"
#include "push/remote.h"

namespace clientpush {

/// A state for a host, with its reason.
struct Judgement {
    HostState state = HostState::unknown;
    std::string reason;
    std::string detail;
};

/// How a client differs from what it should be.
struct Mismatch {
    std::string
        reason;  ///< "not-installed", "ports-differ", "site-differs", "agent-stopped"; "" when it does not
    std::string words;  ///< "its HTTP port is 80, not 8080"

    bool empty() const { return reason.empty(); }
};

/// The first of ports, site and agent that is not as it should be. A push sets both ports; a mere look judges
/// the one that the client uses, as the outlook does.
Mismatch mismatch(const Look& seen, const Job& job);

/// `blocked` when the host itself has no way to its management point on the ports that it would get. What it
/// could not tell stops nothing.
std::optional<Judgement> judge_way(const Look& seen, const Job& job);

/// `managed` when the ports were read back and match and the host reaches its management point on them;
/// `unverified` otherwise. `started`: an attempt of this push came before.
Judgement judge_read_back(const Look& seen, const Job& job, bool started);

/// "switch" only for a healthy client that is not on the internet, "install" otherwise, "" when neither is
/// allowed.
std::string choose_method(const Look& seen, const Job& job);

/// Did this attempt cost the client its management point, and can it get its old ports back? It reached it on
/// the ports that it had, reaches none on the new ones, and its ports can be switched.
bool is_worth_a_rollback(const Look& before, const Outcome& after, const Job& job);

/// The profile's method of that name; null when it has none.
const Method* method_named(const Profile& profile, const std::string& name);

/// What a host lacks for an attempt: a tool, or space for the payload. Throws Error{remote}.
void check_room(const Look& seen, const Job& job);

/// Throws Error{refused} "wrong-machine" when the inventory expects another one.
void check_identity(const Look& seen, const Job& job);

/// The machine has answered as another host of this run.
Error same_machine(const Look& seen, const std::string& other, const Job& job);

/// Where our files live on the host.
std::string directory_of(const Job& job);

/// A place below that, in the host's own spelling: `parts` joined by its separator.
std::string place_on_host(const Job& job, std::initializer_list<std::string_view> parts);

/// Where a file of the payload is uploaded to, as SFTP spells it: OpenSSH for Windows wants /C:/folder/file.
std::string upload_path(const Job& job, std::string_view file);

}  // namespace clientpush
