#include "cli/connections.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>
#include <thread>

#include "base/names.h"
#include "cli/login_options.h"
#include "local/local_transport.h"
#include "ssh/algorithms.h"

namespace clientpush {

namespace {

std::vector<std::filesystem::path> config_files(const Settings& settings) {
    if (settings.ssh_config == "none") return {};
    if (settings.ssh_config.empty()) return ssh::default_config_files();
    if (!std::filesystem::exists(settings.ssh_config))
        throw Error(Error::Kind::usage, "ssh-config-missing", "there is no file " + settings.ssh_config,
                    "name ssh's configuration, or none: --ssh-config none");
    return {settings.ssh_config};
}

ssh::SshOptions options_of(const Settings& settings) {
    ssh::SshOptions options = ssh::default_ssh_options();
    options.user = settings.user;
    if (!settings.private_key.empty()) options.key_files = {settings.private_key};
    options.known_hosts.assign(settings.known_hosts.begin(), settings.known_hosts.end());
    options.config_files = config_files(settings);
    // Who waits behind a jump host is to hear what was wrong with it.
    options.jump_limits.reach = settings.connect_timeout * 3 / 4;
    options.read_password = [secrets = settings.secrets](std::string file) {
        return secrets->read(std::move(file));
    };
    options.passphrase = [secrets = settings.secrets, file = settings.private_key_passphrase_file](
                             std::filesystem::path key) { return secrets->passphrase(std::move(key), file); };
    return options;
}

std::string without_jump(const std::string& reason) {
    constexpr std::string_view through = "jump-";
    return reason.starts_with(through) ? reason.substr(through.size()) : reason;
}

bool openssh_could(const Error& error) {
    const std::string reason = without_jump(error.reason());
    return reason == "no-common-algorithm" || reason == "key-unsupported";
}

std::string why_openssh(const Error& error) {
    if (without_jump(error.reason()) == "key-unsupported") return "libssh2 cannot use the private key";
    return "libssh2 has no algorithm in common with it";
}

/// The loop of the run itself keeps one core; four lanes encrypt more than a line of 10 Gbit/s carries.
int threads_for(const Settings& settings) {
    if (settings.threads > 0) return settings.threads;
    return std::clamp(static_cast<int>(std::thread::hardware_concurrency()) - 1, 1, 4);
}

/// Before the first host: a question on the terminal must not cost a host its deadline.
void ask_for_everything(const Settings& settings, ssh::SshTransport& transport) {
    ask_passwords(settings);
    asio::io_context loop(1);
    std::exception_ptr failure;
    asio::co_spawn(loop, transport.open_keys(settings.private_key),
                   [&](const std::exception_ptr& thrown) { failure = thrown; });
    loop.run();
    if (failure) std::rethrow_exception(failure);
    settings.secrets->stop_asking();
}

}  // namespace

std::unique_ptr<ssh::SshTransport> make_ssh_transport(const Settings& settings) {
    return std::make_unique<ssh::SshTransport>(options_of(settings));
}

Connections::Connections(const Settings& settings)
    : local_(std::make_unique<local::LocalTransport>()), default_transport_(settings.transport) {
    auto ssh = make_ssh_transport(settings);
    ask_for_everything(settings, *ssh);
    ssh_ = std::move(ssh);
    if (const int threads = threads_for(settings); threads > 1) lanes_.emplace(*ssh_, threads);
    openssh::OpensshOptions options;
    options.user = settings.user;
    options.private_key_file = settings.private_key;
    options.known_hosts.assign(settings.known_hosts.begin(), settings.known_hosts.end());
    options.config = settings.ssh_config;
    options.connect_timeout =
        std::max(std::chrono::ceil<std::chrono::seconds>(settings.connect_timeout), std::chrono::seconds(1));
    options.on_record = [this](const Endpoint& endpoint) { return on_record(endpoint); };
    openssh_ = std::make_unique<openssh::OpensshTransport>(std::move(options));
}

Connections::~Connections() {
    std::map<std::string, std::vector<std::string>> hosts;
    for (const auto& [host, reason] : reasons_) hosts[reason].push_back(host);
    for (const auto& [reason, names] : hosts)
        spdlog::info("served by OpenSSH's client ({}): {}", reason, fold(names, 1000));
}

asio::awaitable<std::unique_ptr<Connection>> Connections::connect(Endpoint endpoint) {
    if (endpoint.connection == "local") co_return co_await local_->connect(std::move(endpoint));
    std::string transport = endpoint.transport;
    if (transport.empty()) transport = default_transport_;
    if (transport == "openssh") co_return co_await openssh_->connect(std::move(endpoint));
    if (transport == "libssh2") co_return co_await libssh2().connect(std::move(endpoint));
    co_return co_await by_whichever_can(std::move(endpoint));
}

Transport& Connections::libssh2() {
    if (lanes_) return *lanes_;
    return *ssh_;
}

asio::awaitable<std::unique_ptr<Connection>> Connections::by_whichever_can(Endpoint endpoint) {
    const ssh::Configured host = ssh_->configured(endpoint);
    note(host);
    std::string reason = known_reason(endpoint, host);
    std::optional<Error> failure;
    try {
        if (reason.empty()) co_return co_await libssh2().connect(endpoint);
    } catch (const Error& error) {
        if (!openssh_could(error) || !endpoint.password_file.empty()) throw;
        failure = error;
        reason = why_openssh(error);
    }
    if (!openssh_->is_there() && failure)
        throw Error(failure->kind(), failure->reason(), failure->what(),
                    "install openssh-client, which can do it; or: " + failure->cure());
    remember(endpoint.name, reason);
    co_return co_await openssh_->connect(std::move(endpoint));
}

/// Why libssh2 need not be tried; empty: it may well do.
std::string Connections::known_reason(const Endpoint& endpoint, const ssh::Configured& host) {
    {
        const std::lock_guard lock(mutex_);
        const auto known = reasons_.find(endpoint.name);
        if (known != reasons_.end()) return known->second;
    }
    if (!host.needs_openssh.empty()) return "ssh's configuration asks for " + host.needs_openssh;
    const ssh::HostNames names{{endpoint.name, host.endpoint.address}, host.endpoint.port};
    const auto types = ssh_->known_hosts().recorded_types(names);
    if (!types.empty() && std::none_of(types.begin(), types.end(), ssh::can_check))
        return "libssh2 cannot check the one key on record, " + types.front();
    return {};
}

void Connections::remember(const std::string& host, const std::string& reason) {
    bool first = false;
    {
        const std::lock_guard lock(mutex_);
        reasons_[host] = reason;
        first = told_.insert(reason).second;
    }
    if (!first) return;
    const std::string text =
        fmt::format("{} is served by OpenSSH's own client: {} (-v names all such hosts)", host, reason);
    if (notice_)
        notice_(text);
    else
        spdlog::warn(text);
}

void Connections::note(const ssh::Configured& host) {
    for (const std::string& note : host.notes) {
        const std::lock_guard lock(mutex_);
        if (told_.insert("not honoured: " + note).second)
            spdlog::info("ssh's configuration: {} is not honoured", note);
    }
}

/// ssh itself looks under an address only, or under one name that it is told.
openssh::OnRecord Connections::on_record(const Endpoint& endpoint) const {
    const ssh::Configured host = ssh_->configured(endpoint);
    for (const std::string& name : {endpoint.name, host.endpoint.address})
        for (const std::string& form : {fmt::format("[{}]:{}", name, host.endpoint.port), name})
            if (!ssh_->known_hosts().recorded_types({{form}, 22}).empty()) return {form, host.known_hosts};
    return {"", host.known_hosts};
}

}  // namespace clientpush
