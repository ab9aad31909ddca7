#include "ssh/jump_host.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>

#include "transport/gave_up.h"

namespace clientpush::ssh {
namespace {

using Clock = std::chrono::steady_clock;

// How long a jump host that cannot be used is not tried again.
constexpr std::chrono::seconds refusal_holds{60};
constexpr std::chrono::seconds absence_holds{3};

/// A failure of the jump host, as the hosts behind it hear of it: nothing has happened to them yet.
Error as_seen_from_behind(const std::string& jump_host, const Error& error) {
    if (error.reason().starts_with("jump-")) return error;
    Error::Kind kind = error.kind();
    if (kind == Error::Kind::lost) kind = Error::Kind::unreachable;
    return {kind, "jump-" + error.reason(), "no way through the jump host " + jump_host + ": " + error.what(),
            error.cure()};
}

asio::awaitable<std::unique_ptr<Session>> in_time(std::chrono::milliseconds limit, Endpoint jump_host,
                                                  asio::awaitable<std::unique_ptr<Session>> work) {
    const auto here = co_await asio::this_coro::executor;
    asio::steady_timer timer(here, limit);
    auto [order, failure, session, rung] =
        co_await asio::experimental::make_parallel_group(
            asio::co_spawn(here, std::move(work), asio::deferred), timer.async_wait(asio::deferred))
            .async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
    if (order[0] == 1) throw gave_up(jump_host, limit);
    if (failure) std::rethrow_exception(failure);
    co_return std::move(session);
}

}  // namespace

JumpHost::JumpHost(Endpoint self, Connect connect, const asio::any_io_executor& executor, JumpLimits limits)
    : self_(std::move(self)), connect_(std::move(connect)), executor_(executor), limits_(limits) {}

asio::awaitable<std::unique_ptr<ByteStream>> JumpHost::open(Endpoint target) {
    const auto self = shared_from_this();
    const TimePoint since = Clock::now();
    InLine place(*this);
    for (;;) {
        forget_broken();
        close_idle();
        throw_failure(since);
        if (const auto session = free_session()) co_return co_await session->open(target);
        if (!connecting_ && wants_another(since)) {
            co_await connect();
        } else {
            co_await wait_in_line(&place);
        }
    }
}

/// The oldest first, so that the others fall idle.
std::shared_ptr<JumpSession> JumpHost::free_session() {
    for (const auto& session : sessions_) {
        if (session->opening()) continue;
        session->look();
        if (!session->broken() && !session->opening()) return session;
    }
    return nullptr;
}

void JumpHost::forget_broken() {
    std::erase_if(sessions_, [](const auto& session) {
        return session->broken() || (session->stuck() && session->idle_since() != TimePoint::max());
    });
}

void JumpHost::close_idle() {
    std::erase_if(sessions_, [&](const auto& session) {
        return session->idle_since() != TimePoint::max() &&
               Clock::now() - session->idle_since() > limits_.keep;
    });
}

bool JumpHost::wants_another(TimePoint since) const {
    const auto now = Clock::now();
    std::size_t stuck = 0;
    std::size_t able = 0;
    for (const auto& session : sessions_) {
        const bool blocked = now - session->opening_since() >= limits_.blocked;
        if (session->stuck()) ++stuck;
        if (!session->stuck() && !blocked) ++able;
    }
    if (stuck == sessions_.size()) return true;
    if (sessions_.size() >= limits_.with_blocked) return false;
    return able == 0 || (able < limits_.connections && now - since >= limits_.patience);
}

asio::awaitable<void> JumpHost::connect() {
    struct Connecting {
        JumpHost& host;
        explicit Connecting(JumpHost& one) : host(one) { host.connecting_ = true; }
        ~Connecting() {
            host.connecting_ = false;
            host.call_all();
        }
    } connecting(*this);
    std::optional<Error> error;
    try {
        Endpoint self = self_;
        self.progress = std::make_shared<std::atomic<ConnectStage>>();
        auto work = connect_(self.progress);
        auto session = co_await in_time(limits_.reach, self, std::move(work));
        sessions_.push_back(std::make_shared<JumpSession>(std::move(session), executor_, caller()));
    } catch (const Error& failed) {
        error = as_seen_from_behind(self_.name, failed);
    }
    if (!error) co_return;
    // Those that there are serve the hosts as well, only later.
    if (sessions_.empty())
        failure_ = Failure{*error, Clock::now()};
    else
        limits_.with_blocked = sessions_.size();
}

asio::awaitable<void> JumpHost::wait_in_line(InLine* place) {
    boost::system::error_code called;
    place->timer.expires_after(limits_.patience);
    place->waits = true;
    co_await place->timer.async_wait(asio::redirect_error(asio::use_awaitable, called));
    place->waits = false;
}

void JumpHost::call_next() {
    const auto next = std::find_if(line_.begin(), line_.end(), [](const InLine* one) { return one->waits; });
    if (next == line_.end()) return;
    (*next)->waits = false;
    (*next)->timer.cancel();
}

void JumpHost::call_all() {
    for (InLine* place : line_) place->timer.cancel();
}

std::function<void()> JumpHost::caller() {
    return [weak = weak_from_this()] {
        if (const auto self = weak.lock()) self->call_next();
    };
}

void JumpHost::throw_failure(TimePoint since) const {
    if (!failure_ || !sessions_.empty()) return;
    const bool refused = failure_->error.kind() == Error::Kind::refused;
    const auto holds = refused ? refusal_holds : absence_holds;
    if (failure_->at >= since || Clock::now() - failure_->at < holds) throw failure_->error;
}

}  // namespace clientpush::ssh
