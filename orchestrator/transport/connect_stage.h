#pragma once

#include <atomic>
#include <memory>

namespace clientpush {

/// How far a connection has come.
enum class ConnectStage {
    unknown,
    dialing,       ///< no TCP connection yet
    jumping,       ///< a jump host has not opened the way yet
    greeting,      ///< connected; the host has not said yet that it speaks SSH
    key_exchange,  ///< it has
    login          ///< the host has proved its key
};

/// Where a transport writes it, maybe from another thread, for whoever gives up on it.
using ConnectProgress = std::shared_ptr<std::atomic<ConnectStage>>;

inline void reached(const ConnectProgress& progress, ConnectStage stage) {
    if (progress) *progress = stage;
}

}  // namespace clientpush
