#include "report/cutover_report.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/names.h"
#include "report/json.h"
#include "report/text_writer.h"
#include "report/verdicts.h"
#include "report/words.h"

namespace clientpush {
namespace {

using Status = CutoverStep::Status;

std::string_view word_of(Status status) {
    switch (status) {
        case Status::done:
            return "done";
        case Status::open:
            return "open";
        case Status::cannot_tell:
            break;
    }
    return "look yourself";
}

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

std::string old_ports(const Cutover& cutover) {
    std::vector<std::string> ports;
    for (const SiteChange& port : cutover.retiring)
        ports.push_back(service_words(port.service) + " " + port.before);
    const std::string list = ports.empty() ? "none on record" : fmt::format("{}", fmt::join(ports, ", "));
    return fmt::format("the old ports of {} ({})", cutover.site, list);
}

void write_answer(TextWriter& text, const Cutover& cutover) {
    if (cutover.agreed()) {
        text.paragraph(0, fmt::format("Yes: no client needs {} any more", old_ports(cutover)), Colour::green);
    } else {
        const std::size_t count = cutover.blockers.size();
        text.paragraph(0,
                       fmt::format("No: {} still need{} {}", counted(count, "client"), count == 1 ? "s" : "",
                                   old_ports(cutover)),
                       Colour::red);
    }
    text.gap();
}

void write_blockers(TextWriter& text, const Cutover& cutover) {
    std::vector<NamedVerdict> clients;
    for (const Blocker& blocker : cutover.blockers) clients.push_back({blocker.name, blocker.verdict});
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
        text.beside(fmt::format("  {}. {:<15}  ", ++number, fmt::format("[{}]", word_of(step.status))),
                    step.text, colour_of(step.status));
        if (!step.evidence.empty()) text.paragraph(22, step.evidence);
    }
}

void write_table(std::ostream& out, const Cutover& cutover, Style style) {
    TextWriter text(out, style);
    write_answer(text, cutover);
    write_blockers(text, cutover);
    text.paragraph(0, fmt::format("Clear: {}", cutover.clear));
    if (!cutover.waived.empty())
        text.beside(fmt::format("Waived: {}  ", cutover.waived.size()), fold(cutover.waived), Colour::yellow);
    text.gap();
    write_steps(text, cutover);
}

Json json_of(const Blocker& blocker) {
    return {{"name", blocker.name},
            {"outlook", to_text(blocker.verdict.outlook)},
            {"rule", blocker.verdict.rule},
            {"reason", blocker.verdict.reason}};
}

Json json_of(const Cutover& cutover) {
    Json retiring = Json::array();
    for (const SiteChange& port : cutover.retiring) retiring.push_back(json_of(port));
    Json blockers = Json::array();
    for (const Blocker& blocker : cutover.blockers) blockers.push_back(json_of(blocker));
    Json steps = Json::array();
    for (const CutoverStep& step : cutover.steps) {
        steps.push_back(Json{{"text", step.text},
                             {"status", step.status == Status::cannot_tell ? "look" : word_of(step.status)},
                             {"evidence", step.evidence}});
    }
    return {{"site", cutover.site}, {"agreed", cutover.agreed()},     {"retiring", retiring},
            {"blockers", blockers}, {"waived", Json(cutover.waived)}, {"clear", cutover.clear},
            {"steps", steps}};
}

}  // namespace

void write_cutover(std::ostream& out, const Cutover& cutover, Format format, Style style) {
    if (format == Format::json) return write_json(out, json_of(cutover));
    write_table(out, cutover, style);
}

}  // namespace clientpush
