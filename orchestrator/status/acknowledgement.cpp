#include "status/acknowledgement.h"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/system/system_error.hpp>

namespace clientpush {

Acknowledgement::Acknowledgement(const asio::any_io_executor& executor)
    : timer_(executor, asio::steady_timer::time_point::max()), shared_(std::make_shared<Shared>()) {
    shared_->executor = executor;
    shared_->timer = &timer_;
}

Acknowledgement::~Acknowledgement() {
    const std::lock_guard lock(shared_->mutex);
    shared_->timer = nullptr;
    shared_->executor = {};
}

Acknowledgement::Answer Acknowledgement::answer() const {
    return [shared = shared_](const std::optional<Error>& failure) {
        const std::lock_guard lock(shared->mutex);
        if (!shared->timer) return;
        shared->failure = failure;
        asio::post(shared->executor, [shared] {
            const std::lock_guard again(shared->mutex);
            shared->answered = true;
            if (shared->timer) shared->timer->cancel();
        });
    };
}

asio::awaitable<void> Acknowledgement::wait() {
    boost::system::error_code ignored;
    co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    const std::lock_guard lock(shared_->mutex);
    if (!shared_->answered) throw boost::system::system_error(asio::error::operation_aborted);
    if (shared_->failure) throw Error(*shared_->failure);
}

}  // namespace clientpush
