#include "local/process.h"

#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

// Boost's own file system library would have to be linked. Without it Boost.Process 1.81 forgets to include
// what it uses: optional and the two type traits.
#define BOOST_PROCESS_USE_STD_FS
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
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
#include "local/pipe.h"

namespace clientpush::local {
namespace {

namespace process = boost::process::v2;
using boost::system::error_code;
using Child = process::basic_process<asio::any_io_executor>;

/// What the child does between fork and exec.
struct FreshStart {
    error_code on_exec_setup(process::posix::default_launcher&, const std::filesystem::path&,
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
void check(const ProcessStart& start) {
    if (::access(start.program.c_str(), X_OK) != 0) no_start(start.program, ::strerror(errno));
    if (::access(start.directory.c_str(), X_OK) != 0)
        no_start(start.program + " in " + start.directory.string(), ::strerror(errno));
}

Child launch(const asio::any_io_executor& executor, const ProcessStart& start, const Pipe& in,
             const Pipe& out, const Pipe& err) {
    // Between pipe and fcntl in Boost.Process another thread's child could inherit its pipe and hold us up.
    static std::mutex one_at_a_time;
    const std::lock_guard lock(one_at_a_time);
    error_code failure;
    process::posix::default_launcher launcher;
    Child child =
        launcher(executor, failure, start.program, start.arguments,
                 process::process_stdio{in.read_end.get(), out.write_end.get(), err.write_end.get()},
                 process::process_start_dir(start.directory), FreshStart{});
    if (failure) no_start(start.program, failure.message());
    return child;
}

/// Waits without a word for a child that has been killed, so that it is no zombie.
asio::awaitable<void> reap(Child child) {
    error_code ignored;
    co_await child.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    child.detach();
}

/// Kills the child's group unless the child has been waited for.
class Group {
public:
    explicit Group(Child child) : child_(std::move(child)), pid_(child_.id()) {}
    ~Group() {
        if (waited_for_) return;
        ::kill(-pid_, SIGKILL);
        auto executor = child_.get_executor();
        asio::co_spawn(executor, reap(std::move(child_)), asio::detached);
    }
    Group(const Group&) = delete;
    Group& operator=(const Group&) = delete;

    asio::awaitable<int> wait() {
        co_await child_.async_wait(asio::use_awaitable);
        const int code = child_.native_exit_code();  // what async_wait gives takes a signal for a status
        waited_for_ = true;
        child_.detach();  // else its destructor would wait for this pid again, whoever has it then
        co_return code;
    }

private:
    Child child_;
    ::pid_t pid_;
    bool waited_for_ = false;
};

void read_code(int code, ProcessEnd& end) {
    if (WIFEXITED(code)) end.status = WEXITSTATUS(code);
    if (!WIFSIGNALED(code)) return;
    const char* name = ::sigabbrev_np(WTERMSIG(code));
    end.signal = name ? name : std::to_string(WTERMSIG(code));
}

/// When we are cancelled every part says so at the same time, pair by pair.
[[noreturn]] void rethrow_first(std::exception_ptr failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const asio::multiple_exceptions& more) {
        rethrow_first(more.first_exception());
    }
}

asio::awaitable<ProcessEnd> run_all_parts(ProcessStart start) {
    using namespace asio::experimental::awaitable_operators;
    check(start);
    const auto executor = co_await asio::this_coro::executor;
    Pipe in = Pipe::open(), out = Pipe::open(), err = Pipe::open();
    Group group(launch(executor, start, in, out, err));
    in.read_end.reset();
    out.write_end.reset();
    err.write_end.reset();

    asio::writable_pipe to_child(executor, in.write_end.release());
    asio::readable_pipe from_out(executor, out.read_end.release());
    asio::readable_pipe from_err(executor, err.read_end.release());
    auto [code, said, complained] = co_await (
        feed(std::move(to_child), std::move(start.input)) && group.wait() &&
        drain(std::move(from_out), start.output_limit) && drain(std::move(from_err), start.output_limit));

    ProcessEnd end;
    read_code(code, end);
    end.cut = said.cut || complained.cut;
    end.out = std::move(said.text);
    end.err = std::move(complained.text);
    co_return end;
}

}  // namespace

asio::awaitable<ProcessEnd> run_process(ProcessStart start) {
    try {
        co_return co_await run_all_parts(std::move(start));
    } catch (const asio::multiple_exceptions& all) {
        rethrow_first(all.first_exception());
    }
}

void ignore_broken_pipes() {
    struct sigaction now = {};
    if (::sigaction(SIGPIPE, nullptr, &now) == 0 && now.sa_handler == SIG_DFL) ::signal(SIGPIPE, SIG_IGN);
}

}  // namespace clientpush::local
