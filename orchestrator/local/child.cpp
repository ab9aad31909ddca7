#include "local/child.h"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <utility>

#include "base/error.h"
#include "local/launch.h"

namespace clientpush::local {
namespace {

using boost::system::error_code;
using End = asio::posix::stream_descriptor;

// So that a child that floods us leaves the other hosts of this thread their turn.
constexpr int blocks_at_once = 16;
constexpr std::chrono::nanoseconds grace{500'000'000};

End our_end(const asio::any_io_executor& executor, Descriptor descriptor) {
    End end(executor, descriptor.release());
    end.non_blocking(true);
    return end;
}

int checked(long fd) {
    if (fd >= 0) return static_cast<int>(fd);
    throw Error(Error::Kind::internal, "no-pidfd",
                std::string("cannot watch a child process: ") + ::strerror(errno),
                "raise the limit of open files (ulimit -n); a kernel before 5.3 cannot do it at all");
}

int timer_of(std::chrono::nanoseconds delay) {
    const int fd = checked(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
    itimerspec when = {};
    when.it_value.tv_nsec = delay.count();
    ::timerfd_settime(fd, 0, &when, nullptr);
    return fd;
}

bool is_readable(int fd) {
    pollfd look = {fd, POLLIN, 0};
    return ::poll(&look, 1, 0) == 1;
}

/// A child that nobody wants any more. If its loop dies before the child has there is nobody left to wait for
/// the moment that this takes, so the destructor does.
class Doomed {
public:
    explicit Doomed(int pid) : pid_(pid) {}
    Doomed(Doomed&& other) noexcept : pid_(other.release()) {}
    Doomed& operator=(Doomed&&) = delete;
    ~Doomed() {
        if (pid_ < 0) return;
        ::kill(-pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }

    int pid() const { return pid_; }
    int release() { return std::exchange(pid_, -1); }

private:
    int pid_;
};

/// Waits for it without holding up anybody.
asio::awaitable<void> bury([[maybe_unused]] Doomed child, End process) {
    error_code ignored;
    co_await process.async_wait(End::wait_read, asio::redirect_error(asio::use_awaitable, ignored));
}

Exit exit_of(int pid) {
    siginfo_t info = {};
    ::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOWAIT);
    if (info.si_code == CLD_EXITED) return {.status = info.si_status};
    const char* name = ::sigabbrev_np(info.si_status);
    return {.status = {}, .signal = name ? name : std::to_string(info.si_status)};
}

}  // namespace

Child::Child(const asio::any_io_executor& executor, const ChildStart& start, Listener listener)
    : listener_(std::move(listener)),
      in_(executor),
      out_(executor),
      err_(executor),
      process_(executor),
      grace_(executor) {
    Pipes pipes;
    in_ = our_end(executor, std::move(pipes.in.write_end));
    out_ = our_end(executor, std::move(pipes.out.read_end));
    err_ = our_end(executor, std::move(pipes.err.read_end));
    Doomed started(launch(executor, start, pipes));
    process_.assign(checked(::syscall(SYS_pidfd_open, started.pid(), 0)));
    pid_ = started.release();
}

Child::~Child() {
    if (pid_ < 0) return;
    if (exit_) {
        ::waitpid(pid_, nullptr, 0);  // it has ended: this only takes its number away
        return;
    }
    ::kill(-pid_, SIGKILL);
    const auto executor = process_.get_executor();
    asio::co_spawn(executor, bury(Doomed(pid_), std::move(process_)), asio::detached);
}

void Child::kill() {
    // Until it has been waited for nobody else can get its number.
    ::kill(-pid_, SIGKILL);
}

void Child::write(std::string_view& input) {
    while (!input.empty() && in_.is_open()) {
        error_code failure;
        const std::size_t count = in_.write_some(asio::buffer(input), failure);
        if (failure == asio::error::would_block) return;
        if (failure) end_input();
        if (!failure) input.remove_prefix(count);
    }
    input = {};
}

void Child::end_input() {
    error_code ignored;
    in_.close(ignored);
}

void Child::pass_on(Stream stream, End& end) {
    std::array<char, std::size_t{32} * 1024> block;
    for (int left = blocks_at_once; left > 0 && end.is_open(); --left) {
        error_code failure;
        const std::size_t count = end.read_some(asio::buffer(block), failure);
        if (failure == asio::error::would_block) return;
        if (failure)
            end.close(failure);
        else
            listener_(stream, {block.data(), count});
    }
}

/// Looked at before the streams, so that what was printed before the end is read after it was seen.
void Child::look_for_the_end() {
    if (exit_ || !is_readable(process_.native_handle())) return;
    exit_ = exit_of(pid_);
    grace_.assign(timer_of(grace));
}

void Child::end_the_grace() {
    if (!exit_ || over() || !is_readable(grace_.native_handle())) return;
    kill();
    left_behind_ = true;
    error_code ignored;
    out_.close(ignored);
    err_.close(ignored);
}

void Child::listen() {
    look_for_the_end();
    // Looked at first: a loop that was busy for longer than the grace still finds what is there.
    const bool grace_is_over = exit_ && is_readable(grace_.native_handle());
    pass_on(Stream::out, out_);
    pass_on(Stream::err, err_);
    if (grace_is_over) end_the_grace();
}

asio::awaitable<void> Child::wait(bool for_room) {
    using Wait = decltype(out_.async_wait(End::wait_read, asio::deferred));
    std::vector<Wait> any;
    for (End* end : {&out_, &err_})
        if (end->is_open()) any.push_back(end->async_wait(End::wait_read, asio::deferred));
    if (for_room && in_.is_open()) any.push_back(in_.async_wait(End::wait_write, asio::deferred));
    End& ending = exit_ ? grace_ : process_;
    any.push_back(ending.async_wait(End::wait_read, asio::deferred));
    co_await asio::experimental::make_parallel_group(std::move(any))
        .async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
        throw boost::system::system_error(asio::error::operation_aborted);
}

void ignore_broken_pipes() {
    struct sigaction now = {};
    if (::sigaction(SIGPIPE, nullptr, &now) == 0 && now.sa_handler == SIG_DFL) ::signal(SIGPIPE, SIG_IGN);
}

}  // namespace clientpush::local
