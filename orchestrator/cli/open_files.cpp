#include "cli/open_files.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <filesystem>
#include <iostream>

#include "base/names.h"

namespace clientpush {
namespace {

constexpr long spare = 24;  // looking names up, jump hosts, the control socket, answers to it

long limit_of_open_files() {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    ::getrlimit(RLIMIT_NOFILE, &limit);
    return static_cast<long>(std::min<rlim_t>(limit.rlim_cur, 1'000'000));
}

long open_files() {
    std::error_code none;
    const std::filesystem::directory_iterator files("/proc/self/fd", none);
    return std::distance(begin(files), end(files));
}

}  // namespace

int hosts_at_once(int wanted, int files_of_each) {
    const long limit = limit_of_open_files();
    const long room = std::max(1L, (limit - open_files() - spare) / files_of_each);
    if (room >= wanted) return wanted;
    std::cerr << fmt::format(
        "clientpush: {} at once instead of {}, because the limit of open files is {}. For more raise "
        "it "
        "(ulimit -n; in a service LimitNOFILE=)\n",
        counted(static_cast<std::size_t>(room), "host"), wanted, limit);
    return static_cast<int>(room);
}

}  // namespace clientpush
