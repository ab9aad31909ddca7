#include "cli/preflight.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <vector>

#include "base/clock.h"
#include "push/within.h"

namespace clientpush {

namespace {

using asio::ip::tcp;

struct Door {
    std::string site;
    std::string point;
    Port port = 0;
    std::string failure;
};

asio::awaitable<void> knock(std::string host, Port port) {
    const auto here = co_await asio::this_coro::executor;
    tcp::resolver resolver(here);
    const auto addresses = co_await resolver.async_resolve(host, std::to_string(port), asio::use_awaitable);
    tcp::socket socket(here);
    co_await asio::async_connect(socket, addresses, asio::use_awaitable);
}

asio::awaitable<void> try_door(Door& door, Clock& clock) {
    constexpr Duration limit = std::chrono::seconds(5);
    try {
        const Error late(Error::Kind::unreachable, "no-answer", "no answer within " + to_text(limit));
        co_await within(clock, limit, knock(door.point, door.port), late);
    } catch (const std::exception& error) {
        door.failure = error.what();
    }
}

std::set<Port> ports_of(const Site& site) {
    std::set<Port> ports{site.ports.http.standard, site.ports.https.standard};
    if (site.ports.http.alternative) ports.insert(*site.ports.http.alternative);
    if (site.ports.https.alternative) ports.insert(*site.ports.https.alternative);
    return ports;
}

std::vector<Door> doors_of(const Sites& before, const Sites& after, const std::set<std::string>& sites) {
    std::vector<Door> doors;
    for (const std::string& code : sites) {
        const Site* now = serving_site(after, code);
        const Site* was = serving_site(before, code);
        if (now == nullptr || now->code != code) continue;
        std::set<Port> ports = ports_of(*now);
        if (was != nullptr) ports.merge(ports_of(*was));
        for (const std::string& point : now->management_points)
            for (const Port port : ports) doors.push_back({code, point, port, {}});
    }
    return doors;
}

}  // namespace

void preflight(const Sites& before, const Sites& after, const std::set<std::string>& sites) {
    std::vector<Door> doors = doors_of(before, after, sites);
    asio::io_context loop(1);
    SystemClock clock;
    for (Door& door : doors) asio::co_spawn(loop, try_door(door, clock), asio::detached);
    loop.run();
    std::vector<std::string> closed;
    for (const Door& door : doors)
        if (!door.failure.empty())
            closed.push_back(
                fmt::format("{} port {} (site {}): {}", door.point, door.port, door.site, door.failure));
    if (closed.empty()) return;
    throw Error(
        Error::Kind::usage, "preflight",
        fmt::format("nothing was started, because not every management point answers on the old and the new "
                    "ports:\n  {}",
                    fmt::join(closed, "\n  ")),
        "let the site listen on both, and open the way from here; or set `preflight: false` in the playbook");
}

}  // namespace clientpush
