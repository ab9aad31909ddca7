#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "status/sqlite_store.h"
#include "support/errors.h"
#include "support/run_loop.h"
#include "support/temp_dir.h"

namespace clientpush {

inline std::unique_ptr<SqliteStore> open_store(const std::filesystem::path& state) {
    return std::make_unique<SqliteStore>(StateLock::acquire(state, "the test", Time{}));
}

/// The path of this very program.
inline std::string this_program() {
    return std::filesystem::read_symlink("/proc/self/exe").string();
}

inline std::string host_name(int number) {
    return "ws-" + std::to_string(number);
}

/// Begins a run of `count` hosts: "ws-1", "ws-2", ...
inline RunId begin_run(Store& store, int count) {
    std::vector<HostRun> hosts;
    for (int i = 1; i <= count; ++i) hosts.push_back({.host = host_name(i), .position = i});
    return store.begin_run({.kind = "push"}, hosts);
}

/// The attempt on a host, and the event that tells of it.
inline Change intention(RunId run, int number) {
    return {.attempt = Attempt{.id = std::to_string(number), .run = run, .host = host_name(number)},
            .events = {{.run = run, .host = host_name(number), .kind = "intended"}}};
}

}  // namespace clientpush
