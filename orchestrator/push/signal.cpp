#include "push/signal.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>

namespace clientpush {

asio::awaitable<void> wait_at_most(Signal& signal, Clock& clock, Duration limit) {
    const auto here = co_await asio::this_coro::executor;
    co_await asio::experimental::make_parallel_group(asio::co_spawn(here, signal.wait(), asio::deferred),
                                                     asio::co_spawn(here, clock.sleep(limit), asio::deferred))
        .async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
}

}  // namespace clientpush
