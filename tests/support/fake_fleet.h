#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "support/fake_host.h"
#include "transport/transport.h"

namespace clientpush {

/// What happens to the link around one call.
enum class Fault {
    drop_before,   ///< it breaks, and the host never heard of the call
    drop_after,    ///< the host did it, and the answer is lost
    stall_before,  ///< nothing arrives any more, here or there
    stall_after,
    cut_short,    ///< half of the answer arrives
    disk_full,    ///< an upload finds no space
    spoil_upload  ///< the bytes arrive changed
};

/// A FakeHost, and how it is reached.
struct FakeMachine {
    explicit FakeMachine(const std::string& name, std::string site_code)
        : host(name), served_by(std::move(site_code)) {}

    FakeHost host;
    std::string served_by;         ///< the site that counts its connections
    std::string behind;            ///< the jump host that does; may be empty
    Duration refuses_until{0};     ///< nobody listens on its port until then
    Duration silent_until{0};      ///< nobody answers until then
    std::optional<Error> says_no;  ///< to every login
    Duration latency = std::chrono::milliseconds(5);
    std::map<int, Fault> faults;  ///< by the number of the call: its calls and uploads are counted from 1
    int calls = 0;
    int logins = 0;
    std::chrono::microseconds round_trip{0};  ///< as the transport tells it
    bool can_put = true;                      ///< files as such; if not they go through the shell's input
    int open = 0;                             ///< connections
};

/// Transport to hosts in memory. It is the world: it outlives every controller that works on it.
class FakeFleet : public Transport {
public:
    explicit FakeFleet(Clock& clock) : clock_(clock) {}

    FakeMachine& add(const std::string& name, const std::string& site = "ABC");
    FakeMachine& operator[](const std::string& name) { return *machines_.at(name); }
    FakeHost& host(const std::string& name) { return machines_.at(name)->host; }
    const std::map<std::string, std::unique_ptr<FakeMachine>>& machines() const { return machines_; }

    asio::awaitable<std::unique_ptr<Connection>> connect(Endpoint endpoint) override;

    std::size_t starts() const;  ///< of installers, on all hosts
    const std::vector<Duration>& logins() const { return logins_; }

    /// Connections that are open or being made: now, and the most that ever were.
    int open() const { return open_; }
    int most_open() const { return most_open_; }
    int most_open_at(const std::string& site_or_jump_host) const;
    int most_open_on_one_host() const { return most_on_one_; }

private:
    class Line;
    class Link;
    class Talk;

    Clock& clock_;
    std::map<std::string, std::unique_ptr<FakeMachine>> machines_;
    std::vector<Duration> logins_;
    int open_ = 0;
    int most_open_ = 0;
    int most_on_one_ = 0;
    std::map<std::string, int> open_at_;
    std::map<std::string, int> most_open_at_;
};

}  // namespace clientpush
