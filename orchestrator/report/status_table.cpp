#include <fmt/format.h>

#include <algorithm>

#include "base/names.h"
#include "report/status_formats.h"
#include "report/status_view.h"
#include "report/words.h"

namespace clientpush {
namespace {

constexpr int widest_bar = 40;
constexpr int room_for_total = 20;

/// How much of the bar each class gets: in proportion, but what occurs at all is seen.
std::map<StateClass, int> shares(const std::map<StateClass, int>& counts, int total, int bar_width) {
    std::map<StateClass, int> share;
    int given = 0;
    for (const auto& [state_class, count] : counts) {
        share[state_class] = std::max(1, bar_width * count / total);
        given += share[state_class];
    }
    const auto largest = std::ranges::max_element(share, {}, [](const auto& each) { return each.second; });
    largest->second += bar_width - given;
    return share;
}

std::string bar(const TextWriter& text, const std::vector<HostRun>& hosts) {
    const int bar_width = std::min(widest_bar, text.width() - room_for_total);
    const int total = static_cast<int>(hosts.size());
    std::string line;
    for (const auto& [state_class, width] : shares(class_counts_of(hosts), total, bar_width)) {
        const char mark = state_class == StateClass::done    ? '='
                          : state_class == StateClass::wrong ? '!'
                                                             : '.';
        line += text.painted(std::string(static_cast<std::size_t>(width), mark), colour_of(state_class));
    }
    return "[" + line + "]";
}

void write_summary(TextWriter& text, const StatusView& view) {
    const std::vector<HostRun>& hosts = view.hosts;
    if (hosts.empty()) return text.paragraph(0, "It has no hosts.");
    if (exit_code_of(hosts) == 0) {
        return text.paragraph(
            0,
            fmt::format("{}: {} ({}).", view.run.kind == "verify" ? "All proved" : "All done",
                        counted(hosts.size(), "host"), summary_line(hosts)),
            Colour::green);
    }
    text.out() << bar(text, hosts) << "  " << counted(hosts.size(), "host") << '\n';
    text.paragraph(0, summary_line(hosts));
}

void write_group(TextWriter& text, const StateGroup& group, const StatusView& view) {
    const Colour colour = colour_of(class_of(group.state));
    const std::string reason = group.reason.empty() ? "" : "  " + group.reason;
    text.beside(fmt::format("{:>4} {}{}  ", group.names.size(), to_text(group.state), reason),
                group.names.text(), colour);
    const bool others = !group.same && !group.detail.empty();
    if (!group.detail.empty()) text.paragraph(9, others ? group.first + ": " + group.detail : group.detail);
    if (others)
        text.paragraph(
            9, fmt::format("(the others in their own words: clientpush status {} --all)", view.run.id));
    if (group.next_at) text.paragraph(9, next_try(*group.next_at, view.now));
    if (group.since && view.now > *group.since)
        text.paragraph(9, fmt::format("for {}{}", to_text(view.now - *group.since),
                                      group.names.size() == 1 ? "" : " at most: " + group.slowest));
}

std::string ports_of(const StatusView& view, const std::string& host) {
    const auto record = view.records.find(host);
    if (record == view.records.end() || !record->second.seen.any()) return "-";
    const auto port = [](std::optional<Port> p) { return p ? std::to_string(*p) : std::string("-"); };
    return port(record->second.seen.http) + "/" + port(record->second.seen.https);
}

void write_host(TextWriter& text, const HostRun& host, const StatusView& view, std::size_t widest) {
    const Colour colour = colour_of(class_of(host.state));
    const std::string& reason = host.state == HostState::running ? host.step : host.reason;
    text.beside(fmt::format("{:<{}}  {:<14}  ", host.host, widest, to_text(host.state)),
                fmt::format("{:<11}  {}", ports_of(view, host.host), reason), colour);
    if (class_of(host.state) == StateClass::done) return;
    if (!host.detail.empty()) text.paragraph(4, host.detail);
    if (host.next_at) text.paragraph(4, next_try(*host.next_at, view.now));
}

void write_each(TextWriter& text, const StatusView& view) {
    constexpr std::size_t widest_name = 30;
    std::vector<HostRun> hosts = view.hosts;
    const auto rank = [](const HostRun& host) { return class_of(host.state) == StateClass::done ? 1 : 0; };
    std::ranges::stable_sort(hosts, {},
                             [&](const HostRun& host) { return std::pair(rank(host), host.state); });
    std::size_t widest = 0;
    for (const HostRun& host : hosts) widest = std::max(widest, host.host.size());
    for (const HostRun& host : hosts) write_host(text, host, view, std::min(widest, widest_name));
    text.gap();
}

void write_verdicts(TextWriter& text, const StatusView& view) {
    const std::vector<NamedVerdict> clients = verdicts_of(view);
    const auto section = [&](const std::string& title, Outlook outlook, Colour colour) {
        write_groups(text, title, groups_of(clients, outlook), colour);
    };
    section("UNMANAGED", Outlook::unmanaged, Colour::red);
    section("Kept only by the alternative port", Outlook::alternative_only, Colour::yellow);
    section("Unknown (never counted as safe)", Outlook::unknown, Colour::yellow);
    section("Not on the site's port yet, heal by themselves", Outlook::self_heals, Colour::yellow);
}

}  // namespace

void write_status_table(std::ostream& out, const StatusView& view, Style style, bool all) {
    TextWriter text(out, style);
    text.paragraph(0, title_of(view.run));
    text.paragraph(0, story_of(view.run, view.now));
    text.gap();
    write_summary(text, view);
    const std::vector<StateGroup> groups = groups_not_done(view.hosts);
    if (all || !groups.empty() || !view.verdicts.empty()) text.gap();
    if (all) {
        write_each(text, view);
    } else {
        for (const StateGroup& group : groups) write_group(text, group, view);
        if (!groups.empty()) text.gap();
    }
    write_verdicts(text, view);
    if (const std::string next = next_command(view); !next.empty()) text.beside("Next: ", next);
}

}  // namespace clientpush
