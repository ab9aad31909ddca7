#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/asio.h"
#include "base/clock.h"
#include "profile/command.h"
#include "push/elevation.h"
#include "push/host_shell.h"
#include "push/judgement.h"
#include "push/outcome.h"
#include "push/progress.h"
#include "push/remote.h"
#include "status/store.h"
#include "transport/transport.h"

namespace clientpush {

/// What every host of a run shares.
struct Services {
    Transport& transport;
    Store& store;
    Clock& clock;
    Progress& progress;
    std::function<std::string()> new_id;        ///< 32 hexadecimal digits, never the same twice
    std::function<Duration()> login_turn = {};  ///< how long a reconnection waits for its turn; may be empty
    std::function<asio::awaitable<void>(std::uint64_t)> pace =
        {};  ///< waits until so many bytes may be sent; empty: at once
    std::function<asio::awaitable<Secret>(std::string)> secret = {};  ///< what a password file holds
    std::function<bool()> may_launch = {};  ///< false once the run is held or over; may be empty
    std::function<std::optional<std::string>(const Look&, const HostRun&)> known_as =
        {};                  ///< another host of the run that this machine has answered as; may be empty
    std::string owner = {};  ///< of this execution alone: a copy of the state may have the same fence
    std::function<void(const HostRecord&, const Look&)> looked = {};  ///< after every look; may be empty
};

/// Deadlines of one host's steps. The installer's own is its profile's.
struct StepLimits {
    Duration connect = std::chrono::seconds(20);
    Duration look = std::chrono::seconds(60);
    Duration await = std::chrono::seconds(20);  ///< one look at a running installer; then the next
    Duration stay =
        std::chrono::seconds(60);  ///< with a running installer, before it is left alone meanwhile
    Duration away = std::chrono::seconds(120);  ///< at most, between two looks at it then
    int reconnects = 3;                         ///< after a connection that broke
    Duration reconnect_after = std::chrono::seconds(1);
};

/// One host, from connect to recorded, in the seven steps: connect, look, stage, intend, launch, await, read
/// back. Never throws for what a host does: a failure is an Outcome. Error{storage} passes through.
class HostJob {
public:
    HostJob(Services& services, const StepLimits& limits, Job job);

    asio::awaitable<Outcome> run();

    const HostRun& row() const { return job_.row; }

private:
    using Parts = std::map<std::string, std::uint64_t>;  ///< bytes on the host of each file of the payload

    asio::awaitable<Outcome> seven_steps();
    asio::awaitable<void> connect();
    asio::awaitable<void> open_connection();
    asio::awaitable<void> come_back_later(Duration waited);
    std::unique_ptr<HostShell> open_shell() const;
    std::optional<Elevation> elevation() const;
    asio::awaitable<Look> look();
    asio::awaitable<Answer> call(std::string function, RemoteValues values, Duration limit);
    asio::awaitable<std::optional<Outcome>> settle_pending(Look seen);
    asio::awaitable<std::optional<Outcome>> close_pending(Look seen);
    std::optional<Outcome> note_pending(const Look& seen);
    asio::awaitable<Outcome> attach();
    asio::awaitable<void> stage(Look seen);
    asio::awaitable<void> prepare(std::string function);
    asio::awaitable<void> upload(Parts parts);
    asio::awaitable<std::uint64_t> next_slice(std::uint64_t rest, std::uint64_t slice);
    asio::awaitable<void> put(const PackageFile& file, std::uint64_t there);
    asio::awaitable<std::string> send(const PackageFile& file, std::uint64_t there, bool guess);
    bool through_input_here(std::uint64_t bytes) const;
    bool worth_a_guess() const;
    asio::awaitable<Answer> look_and_guess();
    asio::awaitable<void> take_guess(Parts& parts);
    asio::awaitable<void> intend(const Method& method, std::string name);
    asio::awaitable<Outcome> launch(const Method& method);
    asio::awaitable<Outcome> conclude(const Method& method, Answer answer);
    asio::awaitable<Outcome> roll_back(Look before);
    asio::awaitable<Outcome> with_old_ports();
    asio::awaitable<Outcome> after_exit(const Method& method, Look seen, int code);

    std::optional<Outcome> decide(const Look& seen) const;
    std::optional<Outcome> held() const;
    std::optional<Outcome> unless_again(const Outcome& result) const;
    Outcome failure(const Error& error) const;
    Outcome outcome(Judgement judgement) const;
    Outcome outcome(HostState state, std::string reason, std::string detail) const;

    void remember(const Look& seen);
    void step(const std::string& name);
    RemoteValues values() const;
    RemoteValues values_for_read_back() const;
    RenderInput render_input() const;

    Services& services_;
    StepLimits limits_;
    Job job_;
    std::unique_ptr<Connection> connection_;
    std::unique_ptr<HostShell> shell_;  ///< dies before its connection
    std::optional<HostRecord> record_;
    std::vector<std::string> guesses_;  ///< calls of `receive` whose answers nobody has asked for
    std::string last_output_;
    int starts_ = 0;  ///< attempts that this job made
};

}  // namespace clientpush
