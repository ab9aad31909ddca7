#include "fleet/host.h"

#include <fmt/core.h>

#include <array>
#include <utility>

#include "base/error.h"

namespace clientpush::fleet {
namespace {

constexpr std::array<std::pair<std::string_view, Host::Switch>, 4> words{{{"on", Host::Switch::on},
                                                                          {"off", Host::Switch::off},
                                                                          {"silent", Host::Switch::silent},
                                                                          {"reset", Host::Switch::reset}}};

std::string_view to_text(Host::Switch wanted) {
    for (const auto& [word, value] : words) {
        if (value == wanted) return word;
    }
    return "";
}

void close_with_reset(tcp::socket socket) {
    socket.set_option(asio::socket_base::linger(true, 0));
    socket.close();
}

}  // namespace

Host::Switch parse_switch(std::string_view text) {
    for (const auto& [word, value] : words) {
        if (word == text) return value;
    }
    throw Error(Error::Kind::usage, "bad-switch", fmt::format("\"{}\" is no position of the switch", text),
                "say on, off, silent or reset");
}

Host::Host(asio::io_context& loop, tcp::endpoint endpoint, MachineSettings settings, std::string login_key)
    : login_key_(std::move(login_key)),
      folder_{settings.folder},
      machine_(std::move(settings)),
      listener_(loop, std::move(endpoint), [this](tcp::socket socket) { take(std::move(socket)); }) {
    host_key_ = folder_.new_host_key();
}

void Host::take(tcp::socket socket) {
    ++connections_;
    if (switch_ == Switch::silent) {
        unanswered_.push_back(std::move(socket));
    } else if (switch_ == Switch::reset) {
        close_with_reset(std::move(socket));
    } else {
        // sshd reads and writes as if nothing else could happen on its socket.
        socket.native_non_blocking(false);
        machine_.serve(socket.native_handle());
    }
}

void Host::turn(Switch to) {
    switch_ = to;
    if (to == Switch::off) {
        listener_.close();
    } else {
        listener_.open();
    }
    if (to != Switch::silent) unanswered_.clear();
    if (!machine_.running()) return;
    if (to == Switch::on) {
        machine_.ask(Ask::thaw);
    } else {
        machine_.ask(to == Switch::silent ? Ask::freeze : Ask::cut);
    }
}

void Host::swap_key() {
    host_key_ = folder_.new_host_key();
}

void Host::reboot() {
    machine_.stop();
    folder_.boot();
}

std::string Host::summary() const {
    return fmt::format("{} {}:{} {} {}", name(), endpoint().address().to_string(), endpoint().port(),
                       to_text(switch_), connections_);
}

}  // namespace clientpush::fleet
