#include "cli/connections.h"

#include "local/local_transport.h"
#include "ssh/ssh_transport.h"

namespace clientpush {

namespace {

ssh::SshOptions options_of(const Settings& settings) {
    ssh::SshOptions options = ssh::default_ssh_options();
    options.user = settings.user;
    if (!settings.private_key.empty()) options.key_files = {settings.private_key};
    options.known_hosts.assign(settings.known_hosts.begin(), settings.known_hosts.end());
    return options;
}

}  // namespace

Connections::Connections(const Settings& settings)
    : ssh_(std::make_unique<ssh::SshTransport>(options_of(settings))),
      local_(std::make_unique<local::LocalTransport>()) {}

Connections::~Connections() = default;

asio::awaitable<std::unique_ptr<Connection>> Connections::connect(Endpoint endpoint) {
    Transport& transport = endpoint.connection == "local" ? *local_ : *ssh_;
    co_return co_await transport.connect(std::move(endpoint));
}

}  // namespace clientpush
