#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "base/time.h"

namespace clientpush {

/// The hosts that wait for their turn: those of the wave, in order, and parked ones, each until its time. A
/// host whose site has no room is passed over. Taking one costs as much as there are sites, however many
/// hosts wait.
class Queue {
public:
    using Index = std::size_t;

    Queue() = default;
    explicit Queue(std::optional<int> per_site) : per_site_(per_site) {}

    void add(Index index, const std::string& site);
    void park(Index index, const std::string& site, Duration due);

    /// Takes a parked host whose time has come, else the next of the wave; its site has one place less until
    /// `left`.
    std::optional<Index> take(Duration now, bool with_parked);
    void left(const std::string& site);

    void clear_ready();

    bool has_ready() const { return ready_ > 0; }
    std::size_t parked() const { return parked_; }

    /// The first moment after `now` at which a parked host is due.
    std::optional<Duration> next_due(Duration now) const;

private:
    struct Site {
        std::deque<std::pair<std::size_t, Index>>
            ready;                                    ///< in the order in which they came, which is counted
        std::set<std::pair<Duration, Index>> parked;  ///< by their time
        int active = 0;
    };

    bool has_room(const Site& site) const { return !per_site_ || site.active < *per_site_; }

    std::optional<int> per_site_;
    std::map<std::string, Site> sites_;
    std::size_t came_ = 0;
    std::size_t ready_ = 0;
    std::size_t parked_ = 0;
};

}  // namespace clientpush
