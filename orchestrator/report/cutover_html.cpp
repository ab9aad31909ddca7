#include <map>

#include "report/cutover_formats.h"
#include "report/data_table.h"
#include "report/page.h"
#include "report/page_rules.h"
#include "report/site_chart.h"

namespace clientpush {
namespace {

using Kind = DataColumn::Kind;
using Show = DataColumn::Show;

Tone tone_of(CutoverStep::Status status) {
    switch (status) {
        case CutoverStep::Status::done:
            return Tone::good;
        case CutoverStep::Status::open:
            return Tone::weak;
        case CutoverStep::Status::cannot_tell:
            break;
    }
    return Tone::unknown;
}

void write_blockers(std::ostream& out, const Cutover& cutover) {
    const std::vector<NamedVerdict> clients = verdicts_of(cutover);
    const auto section = [&](std::string_view id, const std::string& heading, Outlook outlook,
                             const std::string& advice) {
        write_verdict_section(out, id, heading, advice, groups_of(clients, outlook), tone_of(outlook));
    };
    section("lost", "Would become unmanaged", Outlook::unmanaged,
            "Give these the new ports first: `clientpush push PLAYBOOK`. One that is gone for good: "
            "`clientpush cutover SITE --waive HOST --why TEXT`.");
    section("alternative", "Kept only by the alternative port", Outlook::alternative_only,
            "These use the port that is to be closed. Push them: `clientpush push PLAYBOOK`.");
    section("unknown", "Unknown, never counted as safe", Outlook::unknown,
            "Set the missing fact in the inventory, or read the hosts: `clientpush verify`.");
    section("healing", "Heal by themselves, but were not seen on the new ports yet", Outlook::self_heals,
            "Wait a day, then look: `clientpush verify`.");
}

void write_steps(std::ostream& out, const Cutover& cutover) {
    begin_section(out, "steps", "The order that keeps everyone managed");
    write_advice(
        out, "Go from the top to the bottom. What this program cannot see for itself says where to look.");
    out << "<ol class=\"steps\">\n";
    for (const CutoverStep& step : cutover.steps) {
        out << "<li><span class=\"mark " << to_text(tone_of(step.status)) << "\">" << to_text(step.status)
            << "</span> " << page_text(step.text);
        if (!step.evidence.empty()) out << "<p class=\"reason\">" << page_text(step.evidence) << "</p>";
        out << "</li>\n";
    }
    out << "</ol>\n";
    end_section(out);
}

std::vector<DataColumn> columns() {
    std::vector<std::pair<std::string, Tone>> tones;
    for (const Outlook outlook : worst_first) tones.emplace_back(to_text(outlook), tone_of(outlook));
    return {{"Client", Kind::name, Show::always},
            {"Outlook", Kind::choice, Show::always, tones},
            {"Status", Kind::choice, Show::wide},
            {"Rule", Kind::choice, Show::wide},
            {"Reason", Kind::text, Show::detail}};
}

void write_everyone(std::ostream& out, const Cutover& cutover) {
    if (cutover.blockers.empty() && cutover.waived.empty()) return;
    begin_section(out, "everyone", "Every client that blocks or was waived");
    write_advice(out, "Find a client by any word, narrow the list, sort by a heading.");
    DataTable table(out, "clients", columns());
    for (const auto& [name, verdict] : cutover.blockers)
        table.add({name, std::string(to_text(verdict.outlook)), "blocks", verdict.rule, verdict.reason});
    for (const std::string& name : cutover.waived) table.add({name, "", "waived", "", ""});
    table.end();
    end_section(out);
}

}  // namespace

void write_cutover_html(std::ostream& out, const Cutover& cutover) {
    begin_page(out, "clientpush: may the old ports of " + cutover.site + " be closed?", answer_of(cutover),
               cutover.agreed() ? Tone::good : Tone::lost);
    write_counts(out, {{"block", cutover.blockers.size(), Tone::lost, "Status=blocks"},
                       {"waived", cutover.waived.size(), Tone::weak, "Status=waived"},
                       {"clear", static_cast<std::size_t>(cutover.clear), Tone::good, ""}});
    write_blockers(out, cutover);
    write_steps(out, cutover);
    write_everyone(out, cutover);
    std::map<std::string, std::size_t> rules;
    for (const Blocker& blocker : cutover.blockers) ++rules[blocker.verdict.rule];
    if (!rules.empty()) write_rule_section(out, rules);
    end_page(out);
}

}  // namespace clientpush
