#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/names.h"
#include "report/page.h"
#include "report/page_rules.h"
#include "report/plan_clients.h"
#include "report/plan_formats.h"
#include "report/plan_view.h"
#include "report/provenance.h"
#include "report/site_chart.h"
#include "report/words.h"

namespace clientpush {
namespace {

std::string answer(const PlanSummary& summary, std::size_t clients) {
    const auto lost = static_cast<std::size_t>(summary.count(Outlook::unmanaged));
    const auto unknown = static_cast<std::size_t>(summary.count(Outlook::unknown));
    const std::string all = grouped(clients) + (clients == 1 ? " client" : " clients");
    if (lost > 0) return fmt::format("{} of {} would become unmanaged", grouped(lost), all);
    if (unknown > 0)
        return fmt::format("Nobody is known to be lost, but {} of {} are unknown", grouped(unknown), all);
    return fmt::format("None of {} would become unmanaged", all);
}

Tone tone_of(const PlanSummary& summary) {
    if (summary.count(Outlook::unmanaged) > 0) return Tone::lost;
    return summary.count(Outlook::unknown) > 0 ? Tone::unknown : Tone::good;
}

std::vector<Count> counts_of(const PlanSummary& summary) {
    std::vector<Count> counts;
    for (const Outlook outlook : worst_first) {
        const std::string word(to_text(outlook));
        counts.push_back(
            {word, static_cast<std::size_t>(summary.count(outlook)), tone_of(outlook), "Outlook=" + word});
    }
    return counts;
}

void write_story(std::ostream& out, const Plan& plan, const PlanBasis& basis) {
    out << "<div class=\"story\">\n";
    for (const std::string& line : change_lines(plan.site_changes)) write_paragraph(out, line);
    if (plan.site_changes.empty()) write_paragraph(out, "No site changes its ports.");
    std::vector<std::string> parts;
    if (basis.now) parts.push_back("as of " + to_text(*basis.now));
    if (basis.inventory != nullptr && !basis.inventory->sources.empty())
        parts.push_back(fmt::format("from {}", fmt::join(basis.inventory->sources, ", ")));
    parts.emplace_back("nothing was changed, here or there");
    write_paragraph(out, fmt::format("{}.", fmt::join(parts, "; ")));
    out << "</div>\n";
}

void write_outlooks(std::ostream& out, const VerdictGroups& verdicts, const PlanBasis& basis) {
    const auto section = [&](std::string_view id, const std::string& heading, Outlook outlook,
                             const std::string& advice) {
        write_verdict_section(out, id, heading, advice, verdicts.of(outlook), tone_of(outlook));
    };
    section(
        "lost", "Would become unmanaged", Outlook::unmanaged,
        fmt::format("Give these the new ports before the old ones close: `{}`. Once lost, the site can no "
                    "longer reach them to repair them.",
                    basis.push));
    section(
        "unknown", "Unknown, never counted as safe", Outlook::unknown,
        "Set the missing fact in the inventory, or read the hosts: `clientpush verify`. Then plan again.");
    section("alternative", "Kept only by the alternative port", Outlook::alternative_only,
            "Safe for now. Move them before the alternative is retired: `clientpush cutover SITE` lists who "
            "still needs it.");
    section("healing", "Heal by themselves", Outlook::self_heals,
            "Nothing to push. They read the new ports from Active Directory and may lag about a day: look "
            "again with `clientpush verify` before the old port is closed.");
}

void write_counts_by_site(std::ostream& out, const Plan& plan) {
    begin_section(out, "counts", "By site and outlook");
    write_advice(out,
                 "Begin with the site at the top: it would lose most. A number leads to its clients in the "
                 "table below.");
    write_counts(out, counts_of(plan.summary));
    if (plan.summary.assumed_intranet > 0) {
        const auto assumed = static_cast<std::size_t>(plan.summary.assumed_intranet);
        write_paragraph(out, fmt::format("{} without a location {} taken for intranet.",
                                         grouped(assumed) + (assumed == 1 ? " client" : " clients"),
                                         assumed == 1 ? "was" : "were"));
    }
    write_site_chart(out, plan);
    end_section(out);
}

void write_groups(std::ostream& out, const std::string& prefix, const std::vector<PlanGroup>& groups,
                  Tone tone) {
    std::vector<Card> cards;
    for (const PlanGroup& group : groups)
        cards.push_back({group.names.size(), prefix + group.title, group.names.text(), "", tone});
    write_cards(out, cards);
}

void write_push(std::ostream& out, const PlanSummary& summary, const PlanView& view, const PlanBasis& basis) {
    begin_section(out, "push", fmt::format("A push would {}", what_a_push_would_do(summary)));
    write_advice(
        out, fmt::format(
                 "Review the waves, then start with `{}`. Clients that no push can reach need a self-service "
                 "package, or a hand.",
                 basis.push));
    write_groups(out, "", view.waves, Tone::plain);
    write_groups(out, "no push can reach: ", view.out_of_reach, Tone::weak);
    write_groups(out, "not safe, and yet left alone: ", view.left_alone, Tone::weak);
    end_section(out);
}

void write_warnings(std::ostream& out, const Plan& plan) {
    if (plan.warnings.empty()) return;
    begin_section(out, "warnings", "Warnings");
    write_advice(out, "Settle these before the change.");
    out << "<ul>\n";
    for (const std::string& warning : plan.warnings) out << "<li>" << page_text(warning) << "</li>\n";
    out << "</ul>\n";
    end_section(out);
}

}  // namespace

void write_plan_html(std::ostream& out, const Plan& plan, const PlanBasis& basis) {
    begin_page(out, "clientpush: dry run of a port change", answer(plan.summary, plan.clients.size()),
               tone_of(plan.summary));
    write_story(out, plan, basis);
    write_contents(out, {{"counts", "Counts"},
                         {"push", "Push"},
                         {"everyone", "Every client"},
                         {"rules", "Rules"},
                         {"facts", "Facts"}});
    {
        const PlanView view(plan);
        write_outlooks(out, view.verdicts, basis);
        write_counts_by_site(out, plan);
        write_push(out, plan.summary, view, basis);
    }
    write_warnings(out, plan);

    Provenance provenance(basis);
    std::map<std::string, std::size_t> rules;
    write_plan_clients(out, plan, basis, [&](const PlannedClient& client, const std::vector<UsedFact>& used) {
        provenance.add(client, used);
        ++rules[client.verdict.rule];
    });
    write_rule_section(out, rules);
    provenance.write(out);
    end_page(out);
}

}  // namespace clientpush
