#include "base/once.h"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <stdexcept>
#include <thread>

namespace clientpush {
namespace {

asio::awaitable<int> count(std::atomic<int>* calls) {
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    co_return ++*calls;
}

asio::awaitable<int> fail(std::atomic<int>* calls) {
    ++*calls;
    throw std::runtime_error("no");
    co_return 0;
}

asio::awaitable<void> ask(std::shared_ptr<Once<int>> once, std::atomic<int>* sum) {
    *sum += co_await once->get();
}

TEST(Once, MakesItsValueOnceForManyWhoAskAtTheSameTime) {
    std::atomic<int> calls = 0, sum = 0;
    const auto once = std::make_shared<Once<int>>([&] { return count(&calls); });
    asio::io_context loop;

    for (int i = 0; i < 100; ++i) asio::co_spawn(loop, ask(once, &sum), asio::detached);
    loop.run();

    EXPECT_EQ(calls, 1);
    EXPECT_EQ(sum, 100);
}

TEST(Once, GivesItsValueToLoopsOfOtherThreads) {
    std::atomic<int> calls = 0, sum = 0;
    const auto once = std::make_shared<Once<int>>([&] { return count(&calls); });

    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            asio::io_context loop(1);
            for (int k = 0; k < 50; ++k) asio::co_spawn(loop, ask(once, &sum), asio::detached);
            loop.run();
        });
    for (std::thread& thread : threads) thread.join();

    EXPECT_EQ(calls, 1);
    EXPECT_EQ(sum, 200);
}

TEST(Once, ThrowsTheSameToEverybodyAndDoesNotTryAgain) {
    std::atomic<int> calls = 0, sum = 0;
    int thrown = 0;
    const auto once = std::make_shared<Once<int>>([&] { return fail(&calls); });
    asio::io_context loop;

    for (int i = 0; i < 3; ++i)
        asio::co_spawn(loop, ask(once, &sum), [&](std::exception_ptr failure) { thrown += failure ? 1 : 0; });
    loop.run();

    EXPECT_EQ(calls, 1);
    EXPECT_EQ(thrown, 3);
}

}  // namespace
}  // namespace clientpush
