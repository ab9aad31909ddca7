#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <string_view>
#include <vector>

#include "base/asio.h"

namespace clientpush::fleet {

using asio::ip::tcp;
using Address = asio::ip::address_v4;

/// `count` loopback addresses after `base`, without those that end in .0 or .255.
/// Throws Error{usage} when the base is not on loopback or the block runs over its end.
std::vector<Address> addresses_after(std::string_view base, std::size_t count);

/// Reads "127.77.0.1:80,8080". Throws Error{usage}.
std::vector<tcp::endpoint> parse_endpoints(std::string_view text);

}  // namespace clientpush::fleet
