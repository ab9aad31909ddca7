#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/asio.h"

namespace clientpush::local {

struct ChildStart {
    std::string program;  ///< an absolute path
    std::vector<std::string> arguments;
    std::filesystem::path directory;
};

/// How a process ended.
struct Exit {
    std::optional<int> status;  ///< absent when a signal ended it
    std::string signal = {};    ///< "KILL"
};

/// A child process in a process group of its own, and our ends of its standard streams. It inherits nothing
/// else but the environment. Used by one coroutine at a time: nothing here waits but wait().
///
/// The destructor kills the whole group unless the child has ended; children that left the group (setsid)
/// live on.
class Child {
public:
    enum class Stream { out, err };
    using Listener = std::function<void(Stream, std::string_view)>;

    /// Throws Error{remote} "no-start" when the program or the directory is not there, Error{internal}
    /// "no-pipe".
    Child(const asio::any_io_executor& executor, const ChildStart& start, Listener listener);
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// Writes what the child takes now and removes it from `input`; all of it when nobody reads any more.
    /// SIGPIPE must be ignored in this process: ignore_broken_pipes().
    void write(std::string_view& input);

    void end_input();

    /// Passes on what has been printed, at most some hundred kilobytes of each stream. A child that has ended
    /// but whose own children still hold its output after a grace gets them killed.
    void listen();

    bool has_output(Stream stream) const { return end_of(stream).is_open(); }  ///< its end is not yet seen

    /// It has ended, and its output too.
    bool over() const { return exit_ && !out_.is_open() && !err_.is_open(); }

    /// Waits until there is something to pass on, or it has ended, or, if asked for, there is room for input.
    /// Throws boost::system::system_error{operation_aborted} when the coroutine is cancelled.
    asio::awaitable<void> wait(bool for_room);

    /// Kills the group at once.
    void kill();

    /// How it ended; nothing before listen() has noticed.
    const std::optional<Exit>& exit() const { return exit_; }

    /// Processes that it had started held its output when it had ended, and were killed.
    bool left_behind() const { return left_behind_; }

private:
    using End = asio::posix::stream_descriptor;

    const End& end_of(Stream stream) const { return stream == Stream::out ? out_ : err_; }
    void pass_on(Stream stream, End& end);
    void look_for_the_end();
    void end_the_grace();

    Listener listener_;
    End in_, out_, err_;
    End process_;  ///< a pidfd: readable once the process has ended
    End grace_;    ///< a timer: readable once nobody should hold the output any more
    int pid_ = -1;
    std::optional<Exit> exit_;
    bool left_behind_ = false;
};

/// Lets a write to a child that has gone fail instead of ending us. A handler that is set already stays; a
/// child gets the signal back.
void ignore_broken_pipes();

}  // namespace clientpush::local
