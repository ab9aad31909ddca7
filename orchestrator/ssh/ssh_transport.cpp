#include "ssh/ssh_transport.h"

#include <cstdlib>

#include "base/account.h"
#include "ssh/connection.h"
#include "ssh/login.h"
#include "ssh/reach.h"

namespace clientpush::ssh {
namespace {

std::shared_ptr<Agent> agent_of(const SshOptions& options) {
    return options.agent.empty() ? nullptr : std::make_shared<Agent>(options.agent);
}

/// Of all that was left out, what libssh2 cannot use matters most: OpenSSH's client can.
Error no_credentials(const Endpoint& endpoint, const std::vector<Error>& left_out) {
    for (const Error& error : left_out)
        if (error.reason() == "key-unsupported") return error;
    if (!left_out.empty()) return left_out.front();
    return {Error::Kind::refused, "key-missing", "there is nothing to log in to " + endpoint.name + " with",
            "make a key (ssh-keygen -t ed25519), name one (--private-key, ansible_ssh_private_key_file), "
            "load one "
            "into an agent (ssh-add), or give a password (-k, clientpush_password_file)"};
}

}  // namespace

SshOptions default_ssh_options() {
    const std::filesystem::path folder = own_home() / ".ssh";
    const char* const agent = std::getenv("SSH_AUTH_SOCK");
    return {.user = own_user(),
            .key_files = {folder / "id_ed25519", folder / "id_ecdsa", folder / "id_rsa"},
            .known_hosts = {folder / "known_hosts", "/etc/ssh/ssh_known_hosts"},
            .agent = agent == nullptr ? "" : agent,
            .config_files = default_config_files()};
}

SshTransport::SshTransport(SshOptions options)
    : options_(std::move(options)),
      known_hosts_(KnownHosts::read(options_.known_hosts)),
      configured_(options_.config_files, options_.known_hosts),
      ways_([this](Endpoint hop) { return configured_jump_host(std::move(hop)); },
            [this](const Configured& hop) { return known_hosts_of(hop); },
            [this](Session* session, const Configured& hop) {
                return authenticate(session, hop.endpoint, hop.key_files);
            },
            options_.jump_limits),
      keyring_(options_.key_files, agent_of(options_), options_.passphrase) {
    if (options_.user.empty()) options_.user = own_user();
}

Configured SshTransport::configured(Endpoint endpoint) const {
    Configured host = configured_.complete(std::move(endpoint));
    if (host.endpoint.port == 0) host.endpoint.port = 22;
    std::erase_if(host.key_files, [](const auto& file) { return !std::filesystem::exists(file); });
    if (!host.endpoint.private_key_file.empty()) host.key_files.clear();
    return host;
}

/// The configuration's own ProxyJump for a jump host does not count: it may well lead back to it.
Configured SshTransport::configured_jump_host(Endpoint hop) const {
    if (hop.jump.empty()) hop.jump = "none";
    return configured(std::move(hop));
}

asio::awaitable<Credentials> SshTransport::credentials_for(Endpoint endpoint, Files key_files) {
    if (key_files.empty()) key_files = {endpoint.private_key_file};
    Credentials credentials;
    for (const auto& file : key_files) {
        const auto keys = co_await keyring_.keys(file.string());
        credentials.identities.insert(credentials.identities.end(), keys->identities.begin(),
                                      keys->identities.end());
        credentials.left_out.insert(credentials.left_out.end(), keys->left_out.begin(), keys->left_out.end());
    }
    if (!endpoint.password_file.empty() && options_.read_password) {
        credentials.password = co_await options_.read_password(endpoint.password_file);
        credentials.password_source = endpoint.password_file;
    }
    if (credentials.identities.empty() && credentials.password.empty())
        throw no_credentials(endpoint, credentials.left_out);
    co_return credentials;
}

asio::awaitable<void> SshTransport::open_keys(std::string private_key_file) {
    try {
        co_await keyring_.keys(private_key_file);
    } catch (const Error& error) {
        if (!error.reason().starts_with("key-")) throw;
    }
}

asio::awaitable<void> SshTransport::authenticate(Session* session, Endpoint endpoint, Files key_files) {
    Credentials credentials = co_await credentials_for(endpoint, std::move(key_files));
    std::string user = endpoint.user;
    if (user.empty()) user = options_.user;
    reached(endpoint.progress, ConnectStage::login);
    co_await log_in(session, user, std::move(credentials));
}

asio::awaitable<std::unique_ptr<Connection>> SshTransport::connect(Endpoint endpoint) {
    const Configured host = configured(std::move(endpoint));
    const KnownHosts* const known_hosts = known_hosts_of(host);
    co_await credentials_for(host.endpoint,
                             host.key_files);  // what is missing here costs the host no connection
    auto session = co_await reach(known_hosts, &ways_, host.endpoint);
    co_await authenticate(session.get(), host.endpoint, host.key_files);
    co_return std::make_unique<SshConnection>(std::move(session));
}

}  // namespace clientpush::ssh
