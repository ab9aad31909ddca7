#include "cli/panel.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/names.h"

namespace clientpush {

namespace {

constexpr int bar_width = 30;
constexpr int told_by_themselves = 3;
constexpr std::size_t shown_at_work = 3;
constexpr std::size_t shown_troubles = 3;

bool is_to_come(HostState state) {
    return state == HostState::queued || state == HostState::running || state == HostState::waiting;
}

}  // namespace

Panel::Panel(const std::vector<HostRun>& hosts, Duration now)
    : hosts_(static_cast<int>(hosts.size())), troubles_(1), begun_(now) {
    for (const HostRun& host : hosts) {
        spot_of(host).state = host.state;
        ++counts_[host.state];
    }
}

void Panel::wave_begins(int wave, int of) {
    wave_ = wave;
    waves_ = of;
}

Panel::Spot& Panel::spot_of(const HostRun& host) {
    const auto position = static_cast<std::size_t>(std::max(0, host.position));
    if (position >= spots_.size()) spots_.resize(position + 1);
    return spots_[position];
}

bool Panel::host_changed(const HostRun& host, Duration now) {
    Spot& spot = spot_of(host);
    if (spot.state != host.state) {
        --counts_[spot.state];
        ++counts_[host.state];
        if (!is_to_come(host.state)) ++ended_;
    }
    spot.state = host.state;
    if (host.state == HostState::running) {
        const auto [one, is_new] = at_work_.try_emplace(host.host, AtWork{host.step, now});
        one->second.step = host.step;
    } else {
        at_work_.erase(host.host);
    }
    return count_trouble(spot, host, now);
}

bool Panel::count_trouble(Spot& spot, const HostRun& host, Duration now) {
    if (is_to_come(host.state) && spot.trouble == 0) return false;
    if (spot.trouble != 0) --troubles_[spot.trouble].second.hosts;
    spot.trouble = 0;
    if (is_to_come(host.state) || class_of(host.state) == StateClass::done) return false;
    const Kind kind{host.state, host.reason};
    auto place = std::find_if(troubles_.begin() + 1, troubles_.end(),
                              [&](const auto& one) { return one.first == kind; });
    if (place == troubles_.end()) place = troubles_.insert(place, {kind, {}});
    spot.trouble = static_cast<std::uint16_t>(
        std::min<std::ptrdiff_t>(place - troubles_.begin(), std::numeric_limits<std::uint16_t>::max()));
    Trouble& trouble = place->second;
    ++trouble.hosts;
    trouble.latest = host.host;
    trouble.at = now;
    return trouble.told < told_by_themselves && ++trouble.told > 0;
}

std::vector<std::string> Panel::lines(Duration now) const {
    std::vector<std::string> lines;
    lines.push_back(fmt::format("wave {}/{} {} {}", wave_, waves_, bar(), pace(now)));
    lines.push_back(counts());
    if (!at_work_.empty()) lines.push_back(longest(now));
    std::vector<const std::pair<Kind, Trouble>*> newest;
    for (const auto& one : troubles_)
        if (one.second.hosts > 0) newest.push_back(&one);
    std::ranges::stable_sort(newest, std::greater<>{}, [](const auto* one) { return one->second.at; });
    newest.resize(std::min(newest.size(), shown_troubles));
    for (const auto* one : newest)
        lines.push_back(fmt::format("{} {} ({}), the latest {}", one->second.hosts, to_text(one->first.first),
                                    one->first.second, one->second.latest));
    return lines;
}

int Panel::left() const {
    int left = 0;
    for (const auto& [state, count] : counts_)
        if (is_to_come(state)) left += count;
    return left;
}

std::string Panel::bar() const {
    const int done = hosts_ - left();
    const auto full = static_cast<std::size_t>(bar_width * done / std::max(1, hosts_));
    return fmt::format("[{}{}] {}/{}", std::string(full, '='), std::string(bar_width - full, ' '), done,
                       hosts_);
}

std::string Panel::pace(Duration now) const {
    const double seconds = static_cast<double>((now - begun_).count()) / 1000.0;
    const double rate = seconds > 0 ? ended_ / seconds : 0;
    std::string pace = fmt::format("{:.1f} hosts/s", rate);
    if (rate > 0 && left() > 0)
        pace += ", about " + to_text(std::chrono::seconds(1 + static_cast<std::int64_t>(left() / rate))) +
                " left";
    return pace;
}

std::string Panel::counts() const {
    std::string text;
    for (const HostState state : all_states()) {
        const auto count = counts_.find(state);
        if (count == counts_.end() || count->second == 0) continue;
        text += fmt::format("{}{} {}", text.empty() ? "" : "  ", to_text(state), count->second);
    }
    return text;
}

std::string Panel::longest(Duration now) const {
    std::vector<std::pair<Duration, const std::string*>> since;
    for (const auto& [host, work] : at_work_) since.emplace_back(work.since, &host);
    const std::size_t shown = std::min(since.size(), shown_at_work);
    std::ranges::partial_sort(since, since.begin() + static_cast<std::ptrdiff_t>(shown));
    std::string text = "longest: ";
    for (std::size_t i = 0; i < shown; ++i)
        text += fmt::format("{}{} {} {}", i == 0 ? "" : ", ", *since[i].second,
                            at_work_.at(*since[i].second).step,
                            to_text(std::chrono::floor<std::chrono::seconds>(now - since[i].first)));
    return text;
}

}  // namespace clientpush
