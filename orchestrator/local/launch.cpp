#include "local/launch.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

// Boost's own file system library would have to be linked. Without it Boost.Process 1.81 forgets to include
// what it uses: optional and the two type traits.
#define BOOST_PROCESS_USE_STD_FS
#include <boost/optional.hpp>
#include <boost/type_traits/decay.hpp>
#include <boost/type_traits/is_convertible.hpp>
// clang-format off
#include <boost/process/v2/process.hpp>
#include <boost/process/v2/start_dir.hpp>
#include <boost/process/v2/stdio.hpp>
// clang-format on
#include <mutex>

#include "base/error.h"

namespace clientpush::local {
namespace {

namespace process = boost::process::v2;

/// What the child does between fork and exec.
struct FreshStart {
    boost::system::error_code on_exec_setup(process::posix::default_launcher&, const std::filesystem::path&,
                                            const char* const*) {
        ::setpgid(0, 0);
        ::signal(SIGPIPE, SIG_DFL);
        sigset_t none;
        ::sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
        return {};
    }
};

[[noreturn]] void no_start(const std::string& what, const std::string& why) {
    throw Error(Error::Kind::remote, "no-start", "cannot start " + what + " on this machine: " + why,
                "see that the program and the folder are there and may be used by this user");
}

/// Beforehand, because a child that fails to exec is never waited for by Boost.Process 1.81.
void check(const ChildStart& start) {
    if (::access(start.program.c_str(), X_OK) != 0) no_start(start.program, ::strerror(errno));
    if (::access(start.directory.c_str(), X_OK) != 0)
        no_start(start.program + " in " + start.directory.string(), ::strerror(errno));
}

}  // namespace

int launch(const asio::any_io_executor& executor, const ChildStart& start, const Pipes& pipes) {
    check(start);
    // Between pipe and fcntl in Boost.Process another thread's child could inherit its pipe and hold us up.
    static std::mutex one_at_a_time;
    const std::lock_guard lock(one_at_a_time);
    boost::system::error_code failure;
    process::posix::default_launcher launcher;
    process::basic_process<asio::any_io_executor> child = launcher(
        executor, failure, start.program, start.arguments,
        process::process_stdio{pipes.in.read_end.get(), pipes.out.write_end.get(), pipes.err.write_end.get()},
        process::process_start_dir(start.directory), FreshStart{});
    if (failure) no_start(start.program, failure.message());
    const int pid = child.id();
    child.detach();
    return pid;
}

}  // namespace clientpush::local
