#include "base/names.h"
#include "report/data_table.h"
#include "report/page.h"
#include "report/status_formats.h"
#include "report/status_view.h"

namespace clientpush {
namespace {

using Kind = DataColumn::Kind;
using Show = DataColumn::Show;

Tone tone_of(StateClass state_class) {
    switch (state_class) {
        case StateClass::done:
            return Tone::good;
        case StateClass::wrong:
            return Tone::lost;
        case StateClass::open:
            break;
    }
    return Tone::unknown;
}

/// The worst that occurs.
Tone tone_of(const StatusView& view) {
    const std::map<StateClass, int> counts = class_counts_of(view.hosts);
    for (const StateClass each : {StateClass::wrong, StateClass::open})
        if (counts.contains(each)) return tone_of(each);
    return Tone::good;
}

std::vector<Count> word_counts(const std::vector<HostRun>& hosts) {
    std::vector<Count> counts;
    for (const auto& [state, count] : counts_of(hosts)) {
        const std::string word(to_text(state));
        counts.push_back({word, static_cast<std::size_t>(count), tone_of(class_of(state)), "State=" + word});
    }
    return counts;
}

std::vector<Card> cards_of(const std::vector<StateGroup>& groups, const StatusView& view) {
    std::vector<Card> cards;
    for (const StateGroup& group : groups) {
        std::string head(to_text(group.state));
        if (!group.reason.empty()) head += ": " + group.reason;
        std::string text = group.same ? group.detail : group.first + ": " + group.detail;
        if (group.next_at) text += (text.empty() ? "" : "\n") + next_try(*group.next_at, view.now);
        cards.push_back({group.names.size(), head, group.names.text(), text, tone_of(class_of(group.state))});
    }
    return cards;
}

void write_not_done(std::ostream& out, const StatusView& view) {
    const std::vector<StateGroup> groups = groups_not_done(view.hosts);
    if (groups.empty()) return;
    begin_section(out, "not-done", "Not done");
    const std::string next = next_command(view);
    write_advice(out, next.empty() ? "Nothing goes on by itself." : "To go on: `" + next + "`");
    write_cards(out, cards_of(groups, view));
    end_section(out);
}

void write_verdicts(std::ostream& out, const StatusView& view) {
    const std::vector<NamedVerdict> clients = verdicts_of(view);
    const auto section = [&](std::string_view id, const std::string& heading, Outlook outlook,
                             const std::string& advice) {
        write_verdict_section(out, id, heading, advice, groups_of(clients, outlook), tone_of(outlook));
    };
    section("lost", "Unmanaged", Outlook::unmanaged,
            "These have lost their site. Give them the present ports: `clientpush push`.");
    section("unknown", "Unknown, never counted as safe", Outlook::unknown,
            "Set the missing fact in the inventory, and verify again.");
    section("alternative", "Kept only by the alternative port", Outlook::alternative_only,
            "Move them before the alternative is retired.");
    section("healing", "Not on the site's port yet, heal by themselves", Outlook::self_heals,
            "Look again in a day: `clientpush verify`.");
}

std::vector<DataColumn> columns(const std::vector<HostRun>& hosts, bool verify) {
    std::vector<std::pair<std::string, Tone>> tones;
    for (const StateClass each : {StateClass::wrong, StateClass::open, StateClass::done}) {
        for (const auto& [state, count] : counts_of(hosts))
            if (class_of(state) == each) tones.emplace_back(to_text(state), tone_of(each));
    }
    std::vector<DataColumn> all{
        {"Host", Kind::name, Show::always},           {"Site", Kind::choice, Show::wide},
        {"State", Kind::choice, Show::always, tones}, {"Step", Kind::text, Show::detail},
        {"Reason", Kind::choice, Show::wide},         {"Detail", Kind::text, Show::detail},
        {"Wave", Kind::number, Show::widest},         {"Tries", Kind::number, Show::detail},
        {"Attempts", Kind::number, Show::detail},     {"HTTP", Kind::number, Show::widest},
        {"HTTPS", Kind::number, Show::widest},        {"Ports seen", Kind::text, Show::detail},
        {"Since", Kind::text, Show::widest},          {"Next try", Kind::text, Show::detail}};
    if (verify) {
        all.push_back({"Outlook", Kind::choice, Show::wide});
        all.push_back({"Rule", Kind::choice, Show::detail});
    }
    return all;
}

void write_everyone(std::ostream& out, const StatusView& view) {
    begin_section(out, "everyone", "Every host");
    write_advice(out,
                 "Find a host by any word, narrow the list, sort by a heading. Choose a row for its detail.");
    DataTable table(out, "hosts", columns(view.hosts, !view.verdicts.empty()));
    const StatusRows rows = rows_of(view);
    for (const HostRun& host : view.hosts) table.add(rows.of(host, view));
    table.end();
    end_section(out);
}

}  // namespace

void write_status_html(std::ostream& out, const StatusView& view) {
    begin_page(out, "clientpush: " + counted(view.hosts.size(), "host"), title_of(view.run), tone_of(view));
    out << "<div class=\"story\">\n";
    write_paragraph(out, story_of(view.run, view.now));
    out << "</div>\n";
    write_counts(out, word_counts(view.hosts));
    write_not_done(out, view);
    write_verdicts(out, view);
    write_everyone(out, view);
    end_page(out);
}

}  // namespace clientpush
