#include "fleet/up.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <functional>

#include "base/error.h"
#include "fleet/control.h"
#include "fleet/folder.h"
#include "fleet/namespace.h"

namespace clientpush::fleet {
namespace {

using Ready = std::function<void(const std::string&)>;

void check_this_machine() {
    if (::geteuid() != 0) {
        throw Error(Error::Kind::usage, "not-root",
                    "a fleet needs root: every host is a namespace of its own",
                    "run it as root or with sudo");
    }
    if (::access("/usr/sbin/sshd", X_OK) != 0) {
        throw Error(Error::Kind::usage, "no-sshd", "this machine has no /usr/sbin/sshd",
                    "apt-get install openssh-server");
    }
    // Debian has it from the first boot on; a bare container may not. Empty, it is a place to mount on.
    const int id = ::open("/etc/machine-id", O_WRONLY | O_CREAT | O_CLOEXEC, 0444);
    if (id >= 0) ::close(id);
}

/// Every host costs two descriptors: its port and its machine.
void allow_many_descriptors() {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

int open_followed(pid_t pid) {
    const int process = open_process(pid);
    if (process >= 0) return process;
    throw Error(Error::Kind::usage, "no-such-process", fmt::format("there is no process {}", pid),
                "name one that runs with --until, such as $$");
}

void run(const std::filesystem::path& dir, const FleetOptions& options, const Ready& ready) {
    check_this_machine();
    allow_many_descriptors();
    ::umask(022);
    const HeldFolder folder(dir);
    asio::io_context loop;
    Fleet fleet(loop, folder.layout(), options);
    bool ending = false;
    asio::signal_set signals(loop, SIGTERM, SIGINT);
    signals.async_wait([&](const boost::system::error_code& cancelled, int) { ending = !cancelled; });
    asio::posix::stream_descriptor followed(loop);
    if (options.until > 0) {
        followed.assign(open_followed(options.until));
        followed.async_wait(asio::posix::stream_descriptor::wait_read,
                            [&](const boost::system::error_code& cancelled) { ending = !cancelled; });
    }
    const ControlServer control(loop, folder.layout().dir, [&](const std::vector<std::string>& words) {
        ending = words.at(0) == "down";
        return ending ? std::to_string(::getpid()) : fleet.execute(words);
    });
    write_file(folder.layout().pid(), fmt::format("{}\n", ::getpid()));
    ready(fmt::format("{}; inventory: {}", fleet.summary(), folder.layout().inventory().string()));
    while (!ending) loop.run_one();
    fleet.stop();
}

void print(const std::string& text) {
    fmt::print("{}\n", text);
    std::fflush(stdout);
}

/// Leaves the terminal and the caller's streams; what goes wrong from now on is in the fleet's log.
void detach(const std::filesystem::path& dir) {
    ::setsid();
    const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    const int log = ::open(Layout{dir}.log().c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(log >= 0 ? log : nothing, STDOUT_FILENO);
    ::dup2(log >= 0 ? log : nothing, STDERR_FILENO);
}

void say(int pipe, const std::string& text) {
    [[maybe_unused]] const ssize_t written = ::write(pipe, text.data(), text.size());
    ::close(pipe);
}

[[noreturn]] void run_detached(const std::filesystem::path& dir, const FleetOptions& options, int report) {
    int status = 0;
    try {
        run(dir, options, [&](const std::string& summary) {
            say(report, "+" + summary);
            detach(dir);
        });
    } catch (const Error& e) {
        say(report, "-" + describe(e));
        status = 1;
    } catch (const std::exception& e) {
        say(report, std::string("-") + e.what());
        status = 1;
    }
    ::_exit(status);
}

std::string read_all(int pipe) {
    std::string text;
    std::array<char, 4096> part{};
    for (ssize_t size = 0; (size = ::read(pipe, part.data(), part.size())) > 0;) {
        text.append(part.data(), static_cast<std::size_t>(size));
    }
    ::close(pipe);
    return text;
}

int run_as_daemon(const std::filesystem::path& dir, const FleetOptions& options) {
    std::array<int, 2> report{};
    if (::pipe2(report.data(), O_CLOEXEC) != 0)
        throw Error(Error::Kind::internal, "no-pipe", "cannot make a pipe");
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(report[0]);
        run_detached(dir, options, report[1]);
    }
    ::close(report[1]);
    const std::string text = read_all(report[0]);
    if (text.starts_with('+')) {
        fmt::print(stderr, "{}\n", text.substr(1));
        print(Layout{std::filesystem::absolute(dir).lexically_normal()}.pid().string());
        return 0;
    }
    fmt::print(stderr, "clientpush-fleet: {}\n", text.empty() ? "ended before it was up" : text.substr(1));
    return 1;
}

}  // namespace

int up(const std::filesystem::path& dir, const FleetOptions& options, bool daemon) {
    if (daemon) return run_as_daemon(dir, options);
    run(dir, options, [](const std::string& summary) { print(summary + "; Ctrl-C ends it"); });
    return 0;
}

void down(const std::filesystem::path& dir) {
    int process = -1;
    try {
        process = open_process(std::stoi(order(dir, {"down"})));
    } catch (const Error& e) {
        if (e.reason() != "no-fleet") throw;
    }
    if (process < 0) return;
    wait_for_end(process);
    ::close(process);
}

}  // namespace clientpush::fleet
