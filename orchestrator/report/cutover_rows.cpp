#include "report/cutover_formats.h"
#include "report/rows.h"

namespace clientpush {
namespace {

void write_clients(std::ostream& out, const Cutover& cutover, Format format) {
    RowWriter rows(out, format, {"name", "status", "outlook", "rule", "reason"});
    for (const Blocker& blocker : cutover.blockers) {
        const Verdict& verdict = blocker.verdict;
        rows.add(
            {blocker.name, "blocks", std::string(to_text(verdict.outlook)), verdict.rule, verdict.reason});
    }
    for (const std::string& name : cutover.waived) rows.add({name, "waived", "", "", ""});
}

}  // namespace

void write_cutover_rows(std::ostream& out, const Cutover& cutover) {
    write_clients(out, cutover, Format::csv);
}

void write_cutover_markdown(std::ostream& out, const Cutover& cutover) {
    out << "**" << markdown_text(answer_of(cutover)) << "**\n\n";
    if (!cutover.blockers.empty() || !cutover.waived.empty()) {
        write_clients(out, cutover, Format::markdown);
        out << '\n';
    }
    int number = 0;
    for (const CutoverStep& step : cutover.steps) {
        out << ++number << ". **" << to_text(step.status) << "**: " << markdown_text(step.text);
        if (!step.evidence.empty()) out << " (" << markdown_text(step.evidence) << ')';
        out << '\n';
    }
}

}  // namespace clientpush
