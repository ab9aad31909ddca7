#include "fleet/address.h"

#include <fmt/core.h>

#include <charconv>
#include <string>

#include "base/error.h"

namespace clientpush::fleet {
namespace {

Address parse_address(std::string_view text) {
    boost::system::error_code bad;
    Address address = asio::ip::make_address_v4(std::string(text), bad);
    if (bad || !address.is_loopback()) {
        throw Error(Error::Kind::usage, "bad-address", fmt::format("\"{}\" is no loopback address", text),
                    "give one of 127.0.0.0/8, such as 127.77.1.0");
    }
    return address;
}

std::uint16_t parse_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size() || port == 0) {
        throw Error(Error::Kind::usage, "bad-port", fmt::format("\"{}\" is no port", text),
                    "give a number from 1 to 65535");
    }
    return port;
}

}  // namespace

std::vector<Address> addresses_after(std::string_view base, std::size_t count) {
    std::uint32_t next = parse_address(base).to_uint();
    std::vector<Address> all;
    while (all.size() < count) {
        ++next;
        if (!Address(next).is_loopback()) {
            throw Error(Error::Kind::usage, "block-too-large",
                        fmt::format("{} hosts do not fit between {} and 127.255.255.254", count, base),
                        "start lower, such as --base 127.77.1.0");
        }
        const std::uint32_t last = next & 0xff;
        if (last != 0 && last != 255) all.emplace_back(next);
    }
    return all;
}

std::vector<tcp::endpoint> parse_endpoints(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) {
        throw Error(Error::Kind::usage, "bad-endpoint", fmt::format("\"{}\" has no port", text),
                    "write ADDRESS:PORT[,PORT...], such as 127.77.0.1:80,8080");
    }
    const Address address = parse_address(text.substr(0, colon));
    std::vector<tcp::endpoint> all;
    for (std::string_view rest = text.substr(colon + 1);;) {
        const std::size_t comma = rest.find(',');
        all.emplace_back(address, parse_port(rest.substr(0, comma)));
        if (comma == std::string_view::npos) return all;
        rest.remove_prefix(comma + 1);
    }
}

}  // namespace clientpush::fleet
