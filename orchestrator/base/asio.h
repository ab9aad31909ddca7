#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace clientpush {

namespace asio = boost::asio;

// Two rules for every coroutine here. It takes its parameters by value (a reference may die before the
// first suspension). And no `?:` that makes a temporary inside a co_await expression: g++ 12 frees such a
// temporary twice.

}  // namespace clientpush
