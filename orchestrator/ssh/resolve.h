#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "base/asio.h"

namespace clientpush::ssh {

/// The addresses of a host, in the order in which to try them; an address needs no name server. Each name is
/// looked up on a thread of its own, so that a slow name server delays nobody else, and a cancelled look-up
/// returns at once (its thread ends when the name server lets it).
/// Throws Error{unreachable} "name-not-found".
asio::awaitable<std::vector<asio::ip::tcp::endpoint>> resolve(std::string address, std::uint16_t port);

}  // namespace clientpush::ssh
