#include "push/queue.h"

#include <algorithm>

namespace clientpush {

namespace {

bool below(const std::map<std::string, int>& counts, const std::string& name,
           const std::optional<int>& most) {
    const auto count = counts.find(name);
    return !most || count == counts.end() || count->second < *most;
}

}  // namespace

void Queue::add(Index index, const Route& route) {
    lines_[route].ready.emplace_back(came_++, index);
    ++ready_;
}

void Queue::park(Index index, const Route& route, Duration due) {
    lines_[route].parked.emplace(due, index);
    ++parked_;
}

std::optional<Queue::Index> Queue::take(Duration now, bool with_parked) {
    using Each = std::pair<const Route, Line>;
    Each* due = nullptr;
    Each* next = nullptr;
    for (Each& each : lines_) {
        const Line& line = each.second;
        const bool is_due = with_parked && !line.parked.empty() && line.parked.begin()->first <= now;
        if ((!is_due && line.ready.empty()) || !has_room(each.first)) continue;
        if (is_due && (due == nullptr || *line.parked.begin() < *due->second.parked.begin())) due = &each;
        if (!line.ready.empty() && (next == nullptr || line.ready.front() < next->second.ready.front()))
            next = &each;
    }
    if (due != nullptr) {
        const Index index = due->second.parked.begin()->second;
        due->second.parked.erase(due->second.parked.begin());
        --parked_;
        count(due->first, 1);
        return index;
    }
    if (next == nullptr) return std::nullopt;
    const Index index = next->second.ready.front().second;
    next->second.ready.pop_front();
    --ready_;
    count(next->first, 1);
    return index;
}

void Queue::left(const Route& route) {
    count(route, -1);
}

bool Queue::has_room(const Route& route) const {
    return below(at_site_, route.site, places_.per_site) &&
           std::ranges::all_of(route.jump_hosts, [&](const std::string& jump_host) {
               return below(behind_, jump_host, places_.per_jump_host);
           });
}

void Queue::count(const Route& route, int hosts) {
    at_site_[route.site] += hosts;
    for (const std::string& jump_host : route.jump_hosts) behind_[jump_host] += hosts;
}

void Queue::clear_ready() {
    for (auto& [route, line] : lines_) line.ready.clear();
    ready_ = 0;
}

std::optional<Duration> Queue::next_due(Duration now) const {
    std::optional<Duration> first;
    for (const auto& [route, line] : lines_) {
        const auto later = line.parked.lower_bound({now + Duration(1), 0});
        if (later != line.parked.end() && (!first || later->first < *first)) first = later->first;
    }
    return first;
}

}  // namespace clientpush
