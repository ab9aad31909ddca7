#pragma once

#include <memory>
#include <vector>

#include "transport/transport.h"

namespace clientpush {

/// Deals the connections of a Transport to a few threads, each with a loop of its own, so that more than one
/// core encrypts. Everything of a connection happens on its thread; the caller's thread only waits. The inner
/// Transport serves several threads at once. Connections and conversations are gone before their Lanes.
class Lanes : public Transport {
public:
    Lanes(Transport& inner, int threads);
    ~Lanes() override;
    Lanes(const Lanes&) = delete;
    Lanes& operator=(const Lanes&) = delete;

    asio::awaitable<std::unique_ptr<Connection>> connect(Endpoint endpoint) override;

private:
    class Lane;
    class Share;
    class LaneConnection;
    class LaneConversation;

    Transport& inner_;
    std::vector<std::unique_ptr<Lane>> lanes_;
};

}  // namespace clientpush
