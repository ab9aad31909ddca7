#include "cli/display.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "base/names.h"

namespace clientpush {

namespace {

/// What a person wants to see go by: ends, not steps.
bool is_end(const HostRun& host) {
    return host.state != HostState::running && host.state != HostState::queued;
}

int terminal_width() {
    winsize size{};
    if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 20) return 80;
    return size.ws_col;
}

std::string cut(const std::string& line, int width) {
    if (static_cast<int>(line.size()) <= width) return line;
    return line.substr(0, static_cast<std::size_t>(width - 3)) + "...";
}

}  // namespace

std::string in_one_line(const HostRun& host) {
    std::string line = fmt::format("{}: {}", host.host, to_text(host.state));
    if (!host.reason.empty()) line += fmt::format(" ({})", host.reason);
    if (!host.detail.empty()) line += " " + host.detail;
    return line;
}

void LineDisplay::wave_begins(int wave, int of, int hosts) {
    if (!quiet_ && of > 1)
        std::cerr << fmt::format("wave {} of {}: {}\n", wave, of,
                                 counted(static_cast<std::size_t>(hosts), "host"));
}

void LineDisplay::host_changed(const HostRun& host) {
    if (host.state == HostState::running) spdlog::info("{}: {}", host.host, host.step);
    if (quiet_ || !is_end(host)) return;
    std::cerr << in_one_line(host) << '\n';
}

void LineDisplay::run_notice(const std::string& text) {
    std::cerr << "clientpush: " << text << std::endl;
}

LiveDisplay::LiveDisplay(Clock& clock, const std::vector<HostRun>& hosts, bool colour)
    : clock_(clock), colour_(colour), begun_(clock.elapsed()) {
    for (const HostRun& host : hosts) {
        hosts_[host.host] = {host.state, host.step, begun_};
        ++counts_[host.state];
    }
}

LiveDisplay::~LiveDisplay() {
    clear();
}

void LiveDisplay::wave_begins(int wave, int of, int hosts) {
    wave_ = wave;
    waves_ = of;
    if (of > 1)
        print_above(
            fmt::format("wave {} of {}: {}", wave, of, counted(static_cast<std::size_t>(hosts), "host")));
}

void LiveDisplay::host_changed(const HostRun& host) {
    Shown& shown = hosts_[host.host];
    if (shown.state != host.state) {
        --counts_[shown.state];
        ++counts_[host.state];
        if (is_end(host)) ++finished_;
        shown.since = clock_.elapsed();
    }
    shown.state = host.state;
    shown.step = host.step;
    if (is_end(host) && class_of(host.state) != StateClass::done) print_above(in_one_line(host));
    if (clock_.elapsed() - drawn_ >= std::chrono::milliseconds(100)) redraw();
}

void LiveDisplay::run_notice(const std::string& text) {
    print_above("clientpush: " + text);
}

void LiveDisplay::print_above(const std::string& line) {
    clear();
    std::cerr << line << '\n';
    redraw();
}

void LiveDisplay::clear() {
    if (lines_ > 0) std::cerr << fmt::format("\x1b[{}F\x1b[J", lines_) << std::flush;
    lines_ = 0;
}

void LiveDisplay::redraw() {
    clear();
    const int width = terminal_width();
    for (const std::string& line : panel()) {
        const std::string shown = cut(line, width);
        std::cerr << (colour_ ? "\x1b[1m" + shown + "\x1b[0m" : shown) << '\n';
        ++lines_;
    }
    std::cerr << std::flush;
    drawn_ = clock_.elapsed();
}

std::string LiveDisplay::bar(int width) const {
    int done = 0;
    for (const auto& [state, count] : counts_)
        if (state != HostState::queued && state != HostState::running) done += count;
    const int total = std::max(1, static_cast<int>(hosts_.size()));
    const int full = width * done / total;
    return "[" + std::string(static_cast<std::size_t>(full), '=') +
           std::string(static_cast<std::size_t>(width - full), ' ') +
           fmt::format("] {}/{}", done, hosts_.size());
}

std::vector<std::string> LiveDisplay::panel() const {
    const double seconds = static_cast<double>((clock_.elapsed() - begun_).count()) / 1000.0;
    std::vector<std::string> lines;
    lines.push_back(fmt::format("wave {}/{} {} {:.1f} hosts/s", wave_, waves_, bar(30),
                                seconds > 0 ? finished_ / seconds : 0.0));
    std::string counts;
    for (const HostState state : all_states()) {
        const auto count = counts_.find(state);
        if (count == counts_.end() || count->second == 0) continue;
        counts += fmt::format("{}{} {}", counts.empty() ? "" : "  ", to_text(state), count->second);
    }
    lines.push_back(counts);
    std::vector<std::pair<Duration, std::string>> slow;
    for (const auto& [name, shown] : hosts_)
        if (shown.state == HostState::running) slow.emplace_back(shown.since, name + " " + shown.step);
    std::ranges::sort(slow);
    std::string waiting;
    for (std::size_t i = 0; i < std::min<std::size_t>(3, slow.size()); ++i)
        waiting += fmt::format("{}{} {}", i == 0 ? "longest: " : ", ", slow[i].second,
                               to_text(clock_.elapsed() - slow[i].first));
    if (!waiting.empty()) lines.push_back(waiting);
    return lines;
}

}  // namespace clientpush
