#include "push/queue.h"

#include <algorithm>

namespace clientpush {

void Queue::add(Index index, const std::string& site) {
    sites_[site].ready.emplace_back(came_++, index);
    ++ready_;
}

void Queue::park(Index index, const std::string& site, Duration due) {
    sites_[site].parked.emplace(due, index);
    ++parked_;
}

std::optional<Queue::Index> Queue::take(Duration now, bool with_parked) {
    Site* due = nullptr;
    Site* next = nullptr;
    for (auto& [code, site] : sites_) {
        if (!has_room(site)) continue;
        const bool is_due = with_parked && !site.parked.empty() && site.parked.begin()->first <= now;
        if (is_due && (due == nullptr || *site.parked.begin() < *due->parked.begin())) due = &site;
        if (!site.ready.empty() && (next == nullptr || site.ready.front() < next->ready.front()))
            next = &site;
    }
    if (due != nullptr) {
        const Index index = due->parked.begin()->second;
        due->parked.erase(due->parked.begin());
        --parked_;
        ++due->active;
        return index;
    }
    if (next == nullptr) return std::nullopt;
    const Index index = next->ready.front().second;
    next->ready.pop_front();
    --ready_;
    ++next->active;
    return index;
}

void Queue::left(const std::string& site) {
    --sites_[site].active;
}

void Queue::clear_ready() {
    for (auto& [code, site] : sites_) site.ready.clear();
    ready_ = 0;
}

std::optional<Duration> Queue::next_due(Duration now) const {
    std::optional<Duration> first;
    for (const auto& [code, site] : sites_) {
        const auto later = site.parked.lower_bound({now + Duration(1), 0});
        if (later != site.parked.end() && (!first || later->first < *first)) first = later->first;
    }
    return first;
}

}  // namespace clientpush
