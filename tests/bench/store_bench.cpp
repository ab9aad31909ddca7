#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <ctime>
#include <iostream>

#include "status/sqlite_store.h"
#include "support/temp_dir.h"

// How many host transitions per second the store makes durable, by how many hosts wait at the same time.
// One transition is a host's new state and the event that tells of it.

namespace clientpush {
namespace {

asio::awaitable<void> change_often(Store& store, HostRun host, int times) {
    for (int i = 0; i < times; ++i) {
        host.step = "step " + std::to_string(i);
        Change change{.host = host, .events = {{.run = host.run, .host = host.host, .kind = host.step}}};
        co_await store.commit(std::move(change));
    }
}

std::vector<HostRun> fleet(int count) {
    std::vector<HostRun> hosts;
    for (int i = 0; i < count; ++i) hosts.push_back({.host = "ws-" + std::to_string(i), .position = i});
    return hosts;
}

void measure(int at_once, int transitions) {
    const TempDir folder;
    SqliteStore store(StateLock::acquire(folder / "state.db", "bench", Time{}));
    const RunId run = store.begin_run({.kind = "push"}, fleet(100'000));
    asio::io_context loop;
    for (HostRun& host : fleet(at_once)) {
        host.run = run;
        asio::co_spawn(loop, change_often(store, std::move(host), transitions / at_once),
                       [](std::exception_ptr failure) {
                           if (failure) std::rethrow_exception(failure);
                       });
    }
    const std::uint64_t groups_before = store.groups();
    const std::clock_t cpu_before = std::clock();
    const auto begun = std::chrono::steady_clock::now();
    loop.run();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    const double cpu = static_cast<double>(std::clock() - cpu_before) / CLOCKS_PER_SEC;
    const auto groups = static_cast<double>(store.groups() - groups_before);
    std::cout << at_once << " waiting: " << static_cast<long>(transitions / took.count())
              << " transitions/s, " << transitions / groups << " per commit, " << 1000 * took.count() / groups
              << " ms per commit, " << 1e6 * cpu / transitions << " us of CPU each\n";
}

}  // namespace
}  // namespace clientpush

int main() {
    clientpush::measure(1, 1'000);
    clientpush::measure(10, 5'000);
    clientpush::measure(100, 50'000);
    clientpush::measure(1'000, 200'000);
}
