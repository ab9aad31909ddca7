#include "ssh/ssh_transport.h"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>

#include "ssh/connection.h"
#include "ssh/login.h"
#include "ssh/reach.h"

namespace clientpush::ssh {
namespace {

std::filesystem::path home() {
    if (const char* folder = std::getenv("HOME"); folder && *folder) return folder;
    const passwd* me = ::getpwuid(::getuid());
    return me ? me->pw_dir : "/";
}

std::string whoever_runs_this() {
    const passwd* me = ::getpwuid(::getuid());
    return me ? me->pw_name : "root";
}

}  // namespace

SshOptions default_ssh_options() {
    const std::filesystem::path folder = home() / ".ssh";
    return {.user = whoever_runs_this(),
            .key_files = {folder / "id_ed25519", folder / "id_ecdsa"},
            .known_hosts = {folder / "known_hosts", "/etc/ssh/ssh_known_hosts"}};
}

SshTransport::SshTransport(SshOptions options)
    : options_(std::move(options)), known_hosts_(KnownHosts::read(options_.known_hosts)) {
    if (options_.user.empty()) options_.user = whoever_runs_this();
}

std::shared_ptr<const Signer> SshTransport::key(const std::filesystem::path& file) {
    const std::lock_guard lock(keys_mutex_);
    auto& signer = keys_[file];
    if (!signer) signer = Signer::load(file);
    return signer;
}

SshTransport::Keys SshTransport::keys_for(const Endpoint& endpoint) {
    if (!endpoint.private_key_file.empty()) return {key(endpoint.private_key_file)};
    Keys keys;
    for (const auto& file : options_.key_files)
        if (std::filesystem::exists(file)) keys.push_back(key(file));
    if (keys.empty())
        throw Error(Error::Kind::refused, "key-missing",
                    "there is no private key to log in to " + endpoint.name,
                    "make one (ssh-keygen -t ed25519), or name one (--private-key, "
                    "ansible_ssh_private_key_file)");
    return keys;
}

asio::awaitable<std::unique_ptr<Connection>> SshTransport::connect(Endpoint endpoint) {
    Keys keys = keys_for(endpoint);
    auto session = co_await reach(&known_hosts_, endpoint);
    std::string user = endpoint.user;
    if (user.empty()) user = options_.user;
    co_await log_in(session.get(), user, keys);
    co_return std::make_unique<SshConnection>(std::move(session));
}

}  // namespace clientpush::ssh
