#pragma once

#include <string>
#include <utility>

#include "ssh/scan.h"
#include "ssh/ssh_transport.h"
#include "support/ask.h"
#include "support/errors.h"
#include "support/run_loop.h"
#include "support/sshd.h"

namespace clientpush {

/// A transport that trusts what is in `known_hosts` and has no keys but the endpoint's.
inline ssh::SshOptions trusting(const std::filesystem::path& known_hosts) {
    return {.user = {}, .key_files = {}, .known_hosts = {known_hosts}};
}

/// Connects, runs `echo in` and gives what came back.
inline std::string log_in(Transport& transport, const Endpoint& endpoint) {
    return run_loop(ask(&transport, endpoint, "echo in")).out;
}

/// The Error of a connection that does not come about.
inline Error refusal(Transport& transport, const Endpoint& endpoint) {
    return error_of([&] { log_in(transport, endpoint); });
}

inline Error refusal(const std::filesystem::path& known_hosts, const Endpoint& endpoint) {
    ssh::SshTransport transport(trusting(known_hosts));
    return refusal(transport, endpoint);
}

/// The keys that a host shows to everybody.
inline ssh::OfferedKeys scan(const Endpoint& endpoint) {
    const ssh::SshTransport transport(trusting("/dev/null"));
    return run_loop(ssh::scan(&transport.ways(), endpoint));
}

inline bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace clientpush
