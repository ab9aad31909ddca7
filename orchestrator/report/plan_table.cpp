#include <fmt/format.h>

#include "base/names.h"
#include "report/plan_formats.h"
#include "report/plan_view.h"
#include "report/text_writer.h"
#include "report/verdicts.h"
#include "report/words.h"

namespace clientpush {
namespace {

void write_changes(TextWriter& text, const Plan& plan) {
    for (const std::string& line : change_lines(plan.site_changes)) text.paragraph(0, line);
    if (plan.site_changes.empty()) text.paragraph(0, "No site changes its ports.");
    text.gap();
}

void write_outlooks(TextWriter& text, const VerdictGroups& verdicts) {
    const std::vector<VerdictGroup> lost = verdicts.of(Outlook::unmanaged);
    if (lost.empty()) {
        text.paragraph(0, "WOULD BECOME UNMANAGED: 0", Colour::green);
        text.gap();
    }
    write_groups(text, "WOULD BECOME UNMANAGED", lost, Colour::red);
    write_groups(text, "Kept only by the alternative port", verdicts.of(Outlook::alternative_only),
                 Colour::yellow);
    write_groups(text, "Unknown (never counted as safe)", verdicts.of(Outlook::unknown), Colour::yellow);
    write_groups(text, "Heal by themselves (may lag about a day)", verdicts.of(Outlook::self_heals),
                 Colour::plain);
}

void write_counts(TextWriter& text, const PlanSummary& summary) {
    text.paragraph(0, fmt::format("Managed: {}   Cloud: {}", summary.count(Outlook::managed),
                                  summary.count(Outlook::cloud)));
    if (summary.assumed_intranet > 0) {
        const bool one = summary.assumed_intranet == 1;
        text.paragraph(0, fmt::format("({} client{} without a location {} taken for intranet)",
                                      summary.assumed_intranet, one ? "" : "s", one ? "was" : "were"));
    }
    text.gap();
}

void write_push(TextWriter& text, const PlanSummary& summary, const PlanView& view) {
    text.paragraph(0, fmt::format("A push would: {}", what_a_push_would_do(summary)));
    for (const PlanGroup& wave : view.waves)
        text.beside(fmt::format("  {} ({}): ", wave.title, wave.names.size()), wave.names.text());
}

void write_reasons(TextWriter& text, const std::string& title, const std::vector<PlanGroup>& groups) {
    for (const PlanGroup& group : groups) {
        text.beside(fmt::format("{} ({}): ", title, group.names.size()), group.names.text(), Colour::yellow);
        text.paragraph(4, group.title);
    }
}

void write_warnings(TextWriter& text, const Plan& plan) {
    if (!plan.warnings.empty()) text.gap();
    for (const std::string& warning : plan.warnings) text.beside("warning: ", warning, Colour::yellow);
}

void write_next(TextWriter& text, const Plan& plan, const PlanBasis& basis) {
    const std::string next = next_step(plan.summary, basis);
    if (next.empty()) return;
    text.gap();
    text.beside("Next: ", next);
    text.beside("More: ", "clientpush plan --explain RULE, or --explain HOST");
}

}  // namespace

void write_plan_table(std::ostream& out, const Plan& plan, Style style, const PlanBasis& basis) {
    TextWriter text(out, style);
    write_changes(text, plan);
    if (nothing_to_do(plan.summary)) {
        text.paragraph(0,
                       fmt::format("Nothing to do: {} kept ({} managed, {} cloud).",
                                   counted(plan.clients.size(), "client"),
                                   plan.summary.count(Outlook::managed), plan.summary.count(Outlook::cloud)),
                       Colour::green);
    } else {
        const PlanView view(plan);
        write_outlooks(text, view.verdicts);
        write_counts(text, plan.summary);
        write_push(text, plan.summary, view);
        write_reasons(text, "No push can reach, a bundle is needed", view.out_of_reach);
        write_reasons(text, "Not safe, and yet left alone", view.left_alone);
    }
    write_warnings(text, plan);
    write_next(text, plan, basis);
}

}  // namespace clientpush
