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
    : clock_(clock), colour_(colour), panel_(hosts, clock.elapsed()) {}

LiveDisplay::~LiveDisplay() {
    clear();
}

void LiveDisplay::wave_begins(int wave, int of, int hosts) {
    panel_.wave_begins(wave, of);
    if (of > 1)
        print_above(
            fmt::format("wave {} of {}: {}", wave, of, counted(static_cast<std::size_t>(hosts), "host")));
}

void LiveDisplay::host_changed(const HostRun& host) {
    if (panel_.host_changed(host, clock_.elapsed())) return print_above(in_one_line(host));
    if (clock_.elapsed() - drawn_at_ >= std::chrono::milliseconds(100)) redraw();
}

void LiveDisplay::run_notice(const std::string& text) {
    print_above("clientpush: " + text);
}

void LiveDisplay::print_above(const std::string& line) {
    clear();
    std::cerr << line << '\n';
    redraw();
}

/// A line that was drawn on a wider terminal takes more than one row now.
void LiveDisplay::clear() {
    std::size_t rows = 0;
    const auto width = static_cast<std::size_t>(terminal_width());
    for (const std::size_t columns : drawn_) rows += std::max<std::size_t>(1, (columns + width - 1) / width);
    if (rows > 0) std::cerr << fmt::format("\x1b[{}F\x1b[J", rows) << std::flush;
    drawn_.clear();
}

void LiveDisplay::redraw() {
    clear();
    const int width = terminal_width();
    for (const std::string& line : panel_.lines(clock_.elapsed())) {
        const std::string shown = cut(line, width - 1);
        std::cerr << (colour_ ? "\x1b[1m" + shown + "\x1b[0m" : shown) << '\n';
        drawn_.push_back(shown.size());
    }
    std::cerr << std::flush;
    drawn_at_ = clock_.elapsed();
}

}  // namespace clientpush
