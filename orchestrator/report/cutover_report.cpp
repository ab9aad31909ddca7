#include "report/cutover_report.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/names.h"
#include "report/cutover_formats.h"
#include "report/json.h"
#include "report/words.h"

namespace clientpush {
namespace {

std::string old_ports(const Cutover& cutover) {
    std::vector<std::string> ports;
    for (const SiteChange& port : cutover.retiring)
        ports.push_back(service_words(port.service) + " " + port.before);
    const std::string list = ports.empty() ? "none on record" : fmt::format("{}", fmt::join(ports, ", "));
    return fmt::format("the old ports of {} ({})", cutover.site, list);
}

void write_lines(std::ostream& out, const Cutover& cutover) {
    for (const Blocker& blocker : cutover.blockers)
        out << one_line(json_of(blocker.name, blocker.verdict)) << '\n';
}

}  // namespace

std::string answer_of(const Cutover& cutover) {
    if (cutover.retiring.empty() && cutover.blockers.empty())
        return fmt::format(
            "No old port of {} is on record, so there is none that could be closed. Old ports are known "
            "from the pushes of this state, and from `alternative` in the inventory",
            cutover.site);
    if (cutover.agreed()) return fmt::format("Yes: no client needs {} any more", old_ports(cutover));
    const std::size_t count = cutover.blockers.size();
    return fmt::format("No: {} still need{} {}", counted(count, "client"), count == 1 ? "s" : "",
                       old_ports(cutover));
}

std::vector<NamedVerdict> verdicts_of(const Cutover& cutover) {
    std::vector<NamedVerdict> clients;
    for (const Blocker& blocker : cutover.blockers) clients.push_back({blocker.name, &blocker.verdict});
    return clients;
}

std::string_view to_text(CutoverStep::Status status) {
    switch (status) {
        case CutoverStep::Status::done:
            return "done";
        case CutoverStep::Status::open:
            return "open";
        case CutoverStep::Status::cannot_tell:
            break;
    }
    return "look yourself";
}

void write_cutover(std::ostream& out, const Cutover& cutover, Format format, Style style) {
    switch (format) {
        case Format::table:
            return write_cutover_table(out, cutover, style);
        case Format::json:
            return write_cutover_json(out, cutover);
        case Format::ndjson:
            return write_lines(out, cutover);
        case Format::csv:
            return write_cutover_rows(out, cutover);
        case Format::markdown:
            return write_cutover_markdown(out, cutover);
        case Format::html:
            return write_cutover_html(out, cutover);
    }
}

}  // namespace clientpush
