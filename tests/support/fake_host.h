#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "ports/site.h"
#include "push/remote.h"

namespace clientpush {

/// A call as it travels: the function of the runner, its assignments, the nonce that the answer must end
/// with, and for `receive` the bytes behind it.
struct RemoteCall {
    std::string function;
    RemoteValues values;
    std::string nonce;
    std::string data;

    const std::string& operator[](const std::string& name) const;
};

/// The host's end of a shell: takes what is said apart into calls, without running them. Throws
/// std::logic_error for what no controller of ours says.
class CallReader {
public:
    void said(std::string_view bytes) { input_ += bytes; }
    std::optional<RemoteCall> next();  ///< nothing until all of one has been said

private:
    bool read_opening();

    std::string input_;
    std::string token_;
};

/// What one run of an installer does.
struct Installer {
    Duration takes = std::chrono::seconds(30);
    int code = 0;
    bool applies = true;    ///< the ports are set at its end
    bool hangs = false;     ///< until the runner's deadline ends it
    bool vanishes = false;  ///< its runner is killed at its end: no result is ever written
    std::optional<Port> closes =
        {};  ///< no way to the management point on this port any more, from its end on
};

/// A machine in memory that understands the calls of payload/runner/runner.sh. It is brought up to date when
/// it is asked, so nothing runs in the background.
class FakeHost {
public:
    struct Start {
        std::string host;
        std::string attempt;
        Duration at;
        bool foreign_at_work;  ///< while another installer was running
        std::map<std::string, std::string> properties;
    };

    explicit FakeHost(std::string host_name) : name(std::move(host_name)), machine_id("machine-of-" + name) {}

    std::string name;
    std::string machine_id;
    bool installed = true;
    std::optional<Port> http = 80;
    std::optional<Port> https = 443;
    std::string site = "ABC";
    bool agent_running = true;
    std::map<Port, std::string> ways;  ///< to the management point: "refused", "timeout"; open when not here
    std::uint64_t free_kb = std::uint64_t{1} << 20;
    std::string lies;  ///< raw text at the end of every look

    Installer installer;          ///< what every installer here does
    std::deque<Installer> next;   ///< but these first
    Duration foreign_until{0};    ///< somebody else's installer runs until then,
    std::optional<Port> foreign;  ///< and leaves this HTTP port
    std::set<Duration> reboots;   ///< to come

    /// Called when an installer starts, in the moment of its start.
    std::function<void(const Start&)> on_start;
    std::vector<Start> starts;

    int boots() const { return boot_; }
    bool was_interrupted() const;  ///< an attempt ended without a result
    bool has_staged(const std::string& package) const { return payload_.contains(package); }
    std::size_t received() const { return received_; }  ///< bytes of every upload

    void catch_up(Duration now);
    void reboot(Duration now);

    /// `look`, `prepare`, `receive`, `unstage`, and the halves of `push` and `await` before and after the
    /// wait.
    std::string call(const RemoteCall& call, Duration now);
    std::string report(const RemoteCall& call, Duration now);
    Duration left(const std::string& attempt, Duration now);

    /// False when nothing has prepared the folder.
    bool put(const std::string& path, std::string_view data, std::uint64_t offset);

private:
    struct Attempt {
        std::string id;
        Duration begun{};
        Duration ends{};
        Installer installer;
        bool timed_out = false;
        bool is_switch = false;
        int boot = 0;
        bool running = true;
        std::optional<int> code;
        std::map<std::string, std::string> properties;
    };

    using Files = std::map<std::string, std::string>;

    void finish_until(Duration now);
    void finish(Attempt& attempt);
    void apply(const Attempt& attempt);
    std::string look(const RemoteCall& call, Duration now);
    std::string receive(const RemoteCall& call);
    bool has_part(const RemoteCall& call) const;
    std::string launch(const RemoteCall& call, Duration now);
    std::string accept_payload(const RemoteCall& call);
    std::string claim(const RemoteCall& call);
    void begin(const RemoteCall& call, Duration now);
    void tidy(const std::string& package);
    std::string status_of(const std::string& id) const;
    std::string report_attempt(const std::string& id) const;
    std::string way(Port port) const;
    std::string ways_asked(const RemoteCall& call) const;
    std::string other_running(const std::string& id) const;
    Attempt* attempt(const std::string& id);
    const Attempt* attempt(const std::string& id) const;

    int boot_ = 1;
    std::size_t received_ = 0;
    std::map<std::string, Files> incoming_;
    std::set<std::string> payload_;
    std::vector<Attempt> attempts_;
    std::map<std::string, std::pair<long long, std::string>> fences_;  ///< with their owners
};

}  // namespace clientpush
