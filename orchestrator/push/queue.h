#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"

namespace clientpush {

/// What a host takes a place of while it is worked on: its site, and the jump hosts on the way to it.
struct Route {
    std::string site;
    std::vector<std::string> jump_hosts = {};

    auto operator<=>(const Route&) const = default;
};

/// The hosts that wait for their turn: those of the wave, in order, and parked ones, each until its time. A
/// host whose site or jump host has no room is passed over. Taking one costs as much as there are different
/// routes, however many hosts wait.
class Queue {
public:
    using Index = std::size_t;

    struct Places {
        std::optional<int> per_site = {};
        std::optional<int> per_jump_host = {};
    };

    Queue() = default;
    explicit Queue(Places places) : places_(places) {}

    void add(Index index, const Route& route);
    void park(Index index, const Route& route, Duration due);

    /// Takes a parked host whose time has come, else the next of the wave; its route has one place less until
    /// `left`.
    std::optional<Index> take(Duration now, bool with_parked);
    void left(const Route& route);

    void clear_ready();

    bool has_ready() const { return ready_ > 0; }
    std::size_t parked() const { return parked_; }

    /// The first moment after `now` at which a parked host is due.
    std::optional<Duration> next_due(Duration now) const;

private:
    struct Line {
        std::deque<std::pair<std::size_t, Index>>
            ready;                                    ///< in the order in which they came, which is counted
        std::set<std::pair<Duration, Index>> parked;  ///< by their time
    };

    bool has_room(const Route& route) const;
    void count(const Route& route, int hosts);

    Places places_;
    std::map<Route, Line> lines_;
    std::map<std::string, int> at_site_;  ///< hosts that are worked on
    std::map<std::string, int> behind_;   ///< the same, by jump host
    std::size_t came_ = 0;
    std::size_t ready_ = 0;
    std::size_t parked_ = 0;
};

}  // namespace clientpush
