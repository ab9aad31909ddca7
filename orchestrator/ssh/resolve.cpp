#include "ssh/resolve.h"

#include <fcntl.h>
#include <netdb.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstring>
#include <memory>
#include <thread>

#include "base/error.h"
#include "base/owned.h"

namespace clientpush::ssh {
namespace {

using Endpoints = std::vector<asio::ip::tcp::endpoint>;

/// Shared by the thread that asks and the coroutine that waits; lives until both are through.
struct LookUp {
    std::string name;
    int failure = 0;
    Owned<addrinfo, ::freeaddrinfo> answer;
    std::atomic<bool> answered = false;
    int done = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);  ///< readable once it is answered

    LookUp(std::string who) : name(std::move(who)) {}
    ~LookUp() { ::close(done); }
    LookUp(const LookUp&) = delete;
    LookUp& operator=(const LookUp&) = delete;
};

void ask(LookUp& look_up) {
    addrinfo hints = {};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG;
    addrinfo* answer = nullptr;
    look_up.failure = ::getaddrinfo(look_up.name.c_str(), nullptr, &hints, &answer);
    look_up.answer.reset(answer);
    look_up.answered = true;
    ::eventfd_write(look_up.done, 1);
}

Endpoints read_answer(const LookUp& look_up, std::uint16_t port) {
    Endpoints endpoints;
    for (const addrinfo* one = look_up.answer.get(); one; one = one->ai_next) {
        asio::ip::tcp::endpoint endpoint;
        if (one->ai_addrlen > endpoint.capacity()) continue;
        endpoint.resize(one->ai_addrlen);
        std::memcpy(endpoint.data(), one->ai_addr, one->ai_addrlen);
        endpoint.port(port);
        endpoints.push_back(endpoint);
    }
    return endpoints;
}

}  // namespace

asio::awaitable<Endpoints> resolve(std::string address, std::uint16_t port) {
    boost::system::error_code no_address;
    const auto numeric = asio::ip::make_address(address, no_address);
    if (!no_address) co_return Endpoints{{numeric, port}};

    const auto look_up = std::make_shared<LookUp>(address);
    std::thread([look_up] { ask(*look_up); }).detach();
    asio::posix::stream_descriptor done(co_await asio::this_coro::executor,
                                        ::fcntl(look_up->done, F_DUPFD_CLOEXEC, 0));
    co_await done.async_wait(asio::posix::stream_descriptor::wait_read, asio::use_awaitable);

    Endpoints endpoints;
    if (look_up->answered) endpoints = read_answer(*look_up, port);
    if (endpoints.empty())
        throw Error(Error::Kind::unreachable, "name-not-found",
                    "cannot find the address of " + address + ": " + ::gai_strerror(look_up->failure),
                    "correct the name or give the host an address in the inventory (ansible_host)");
    co_return endpoints;
}

}  // namespace clientpush::ssh
