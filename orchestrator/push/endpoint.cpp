#include "push/endpoint.h"

#include "base/account.h"

namespace clientpush {
namespace {

std::string below_home(const std::string& file) {
    return file.starts_with("~/") ? own_home().string() + file.substr(1) : file;
}

}  // namespace

Endpoint endpoint_of(const Host& host) {
    Endpoint endpoint;
    endpoint.name = host.name;
    endpoint.address = host.address;
    endpoint.port = host.port;
    endpoint.user = host.user;
    endpoint.private_key_file = below_home(host.private_key_file);
    endpoint.password_file = below_home(host.password_file);
    endpoint.connection = host.connection;
    if (host.transport != "auto") endpoint.transport = host.transport;
    endpoint.jump = host.jump;
    return endpoint;
}

}  // namespace clientpush
