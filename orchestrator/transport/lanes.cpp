#include "transport/lanes.h"

#include <algorithm>
#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <thread>

#include "transport/on_lane.h"

namespace clientpush {

class Lanes::Lane {
public:
    Lane() : work_(asio::make_work_guard(loop_)), thread_([this] { loop_.run(); }) {}
    ~Lane() {
        work_.reset();
        thread_.join();
    }
    Lane(const Lane&) = delete;
    Lane& operator=(const Lane&) = delete;

    asio::any_io_executor executor() { return loop_.get_executor(); }

    std::atomic<int> connections = 0;

    /// What belongs to this thread also ends on it.
    template <typename Thing>
    void bury(std::shared_ptr<Thing> thing) {
        asio::post(loop_, [thing = std::move(thing)]() mutable { thing.reset(); });
    }

private:
    asio::io_context loop_{1};
    asio::executor_work_guard<asio::io_context::executor_type> work_;
    std::thread thread_;
};

/// Counts one connection, from the first packet on.
class Lanes::Share {
public:
    explicit Share(Lane& lane) : lane_(lane) { ++lane_.connections; }
    ~Share() { --lane_.connections; }
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

private:
    Lane& lane_;
};

class Lanes::LaneConversation : public Conversation {
public:
    LaneConversation(Lane& lane, std::shared_ptr<Conversation> inner)
        : lane_(lane), inner_(std::move(inner)) {}
    ~LaneConversation() override { lane_.bury(std::move(inner_)); }

    asio::awaitable<void> say(std::string_view bytes) override {
        return on_lane(lane_.executor(), [inner = inner_, bytes] { return inner->say(bytes); });
    }

    asio::awaitable<std::string> hear(std::string end, std::size_t limit) override {
        return on_lane<std::string>(lane_.executor(),
                                    [inner = inner_, end, limit] { return inner->hear(end, limit); });
    }

private:
    Lane& lane_;
    std::shared_ptr<Conversation> inner_;
};

class Lanes::LaneConnection : public Connection {
public:
    LaneConnection(Lane& lane, std::shared_ptr<Connection> inner)
        : lane_(lane),
          share_(lane),
          inner_(std::move(inner)),
          can_put_(inner_->can_put()),
          round_trip_(inner_->round_trip()) {}
    ~LaneConnection() override { lane_.bury(std::move(inner_)); }

    asio::awaitable<std::unique_ptr<Conversation>> talk(std::string line) override {
        const Talk start = [inner = inner_, line]() -> asio::awaitable<std::shared_ptr<Conversation>> {
            co_return co_await inner->talk(line);
        };
        auto conversation = co_await on_lane<std::shared_ptr<Conversation>>(lane_.executor(), start);
        co_return std::make_unique<LaneConversation>(lane_, std::move(conversation));
    }

    asio::awaitable<void> put(std::string path, std::string_view data, std::uint64_t offset) override {
        return on_lane(lane_.executor(),
                       [inner = inner_, path, data, offset] { return inner->put(path, data, offset); });
    }

    bool can_put() const override { return can_put_; }
    std::chrono::microseconds round_trip() const override { return round_trip_; }

private:
    using Talk = std::function<asio::awaitable<std::shared_ptr<Conversation>>()>;

    Lane& lane_;
    Share share_;
    std::shared_ptr<Connection> inner_;
    bool can_put_;
    std::chrono::microseconds round_trip_;
};

Lanes::Lanes(Transport& inner, int threads) : inner_(inner) {
    for (int i = 0; i < threads; ++i) lanes_.push_back(std::make_unique<Lane>());
}

Lanes::~Lanes() = default;

asio::awaitable<std::unique_ptr<Connection>> Lanes::connect(Endpoint endpoint) {
    Lane& lane =
        **std::ranges::min_element(lanes_, {}, [](const auto& each) { return each->connections.load(); });
    const Share share(lane);
    const std::function<asio::awaitable<std::unique_ptr<Connection>>()> connect = [this, endpoint] {
        return inner_.connect(endpoint);
    };
    auto connection = co_await on_lane<std::unique_ptr<Connection>>(lane.executor(), connect);
    co_return std::make_unique<LaneConnection>(lane, std::move(connection));
}

}  // namespace clientpush
