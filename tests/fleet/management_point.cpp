#include "fleet/management_point.h"

#include <fmt/core.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>

#include "base/error.h"

namespace clientpush::fleet {
namespace {

constexpr std::size_t longest_request = 8192;

std::string response(std::string_view status, std::string_view type, std::string_view body) {
    return fmt::format("HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}",
                       status, type, body.size(), body);
}

}  // namespace

void ManagementPoints::open(const tcp::endpoint& endpoint) {
    auto listener = std::make_unique<Listener>(loop_, endpoint, [this](tcp::socket socket) {
        asio::co_spawn(loop_, answer(std::move(socket)), asio::detached);
    });
    if (listeners_.contains(endpoint)) return;
    listener->open();
    listeners_.emplace(endpoint, std::move(listener));
}

void ManagementPoints::close(const tcp::endpoint& endpoint) {
    if (listeners_.erase(endpoint) > 0) return;
    throw Error(
        Error::Kind::usage, "not-open",
        fmt::format("no management point listens on {}:{}", endpoint.address().to_string(), endpoint.port()),
        "`clientpush-fleet list` shows those that do");
}

std::string ManagementPoints::summary() const {
    std::string text;
    for (const auto& [endpoint, listener] : listeners_) {
        text += fmt::format("{}:{}\n", endpoint.address().to_string(), endpoint.port());
    }
    return text;
}

asio::awaitable<void> ManagementPoints::answer(tcp::socket socket) {
    std::string request;
    boost::system::error_code failed;
    co_await asio::async_read_until(socket, asio::dynamic_buffer(request, longest_request), "\r\n\r\n",
                                    asio::redirect_error(asio::use_awaitable, failed));
    if (failed) co_return;
    const std::string reply = respond_to(request);
    co_await asio::async_write(socket, asio::buffer(reply),
                               asio::redirect_error(asio::use_awaitable, failed));
}

std::string ManagementPoints::respond_to(const std::string& request) const {
    if (!request.starts_with("GET /sms_mp/.sms_aut?mplist ")) {
        return response("404 Not Found", "text/plain", "ask for /sms_mp/.sms_aut?mplist\n");
    }
    std::string body = "<?xml version=\"1.0\"?>\n<managementPoints>\n";
    for (const auto& [endpoint, listener] : listeners_) {
        body += fmt::format("  <listensOn address=\"{}\" port=\"{}\"/>\n", endpoint.address().to_string(),
                            endpoint.port());
    }
    return response("200 OK", "text/xml", body + "</managementPoints>\n");
}

}  // namespace clientpush::fleet
