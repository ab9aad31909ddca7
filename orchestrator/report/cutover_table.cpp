#include <fmt/format.h>

#include "base/names.h"
#include "report/cutover_formats.h"
#include "report/text_writer.h"

namespace clientpush {
namespace {

using Status = CutoverStep::Status;

Colour colour_of(Status status) {
    switch (status) {
        case Status::done:
            return Colour::green;
        case Status::open:
            return Colour::yellow;
        case Status::cannot_tell:
            break;
    }
    return Colour::plain;
}

void write_blockers(TextWriter& text, const Cutover& cutover) {
    const std::vector<NamedVerdict> clients = verdicts_of(cutover);
    const auto section = [&](const std::string& title, Outlook outlook, Colour colour) {
        write_groups(text, title, groups_of(clients, outlook), colour);
    };
    section("Would become unmanaged", Outlook::unmanaged, Colour::red);
    section("Kept only by the alternative port", Outlook::alternative_only, Colour::yellow);
    section("Unknown (never counted as safe)", Outlook::unknown, Colour::yellow);
    section("Heal by themselves, but were not seen on the new ports yet", Outlook::self_heals,
            Colour::yellow);
}

void write_steps(TextWriter& text, const Cutover& cutover) {
    text.paragraph(0, "The order that keeps everyone managed:");
    int number = 0;
    for (const CutoverStep& step : cutover.steps) {
        text.beside(fmt::format("  {}. {:<15}  ", ++number, fmt::format("[{}]", to_text(step.status))),
                    step.text, colour_of(step.status));
        if (!step.evidence.empty()) text.paragraph(22, step.evidence);
    }
}

}  // namespace

void write_cutover_table(std::ostream& out, const Cutover& cutover, Style style) {
    TextWriter text(out, style);
    text.paragraph(0, answer_of(cutover), cutover.agreed() ? Colour::green : Colour::red);
    text.gap();
    write_blockers(text, cutover);
    text.paragraph(0, fmt::format("Clear: {}", cutover.clear));
    if (!cutover.waived.empty())
        text.beside(fmt::format("Waived: {}  ", cutover.waived.size()), fold(cutover.waived), Colour::yellow);
    text.gap();
    write_steps(text, cutover);
}

}  // namespace clientpush
