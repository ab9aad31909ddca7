#include "report/status_report.h"

#include <fmt/format.h>

#include "report/status_formats.h"
#include "report/status_view.h"

namespace clientpush {

void write_status(std::ostream& out, const StatusView& view, Format format, Style style, bool all) {
    switch (format) {
        case Format::table:
            return write_status_table(out, view, style, all);
        case Format::json:
            return write_status_json(out, view);
        case Format::ndjson:
            return write_status_lines(out, view);
        case Format::csv:
        case Format::markdown:
            return write_status_rows(out, view, format);
        case Format::html:
            return write_status_html(out, view);
    }
}

std::string summary_line(const std::vector<HostRun>& hosts) {
    std::string line;
    for (const auto& [state, count] : counts_of(hosts))
        line += fmt::format("{}{} {}", line.empty() ? "" : ", ", count, to_text(state));
    return line.empty() ? "nothing" : line;
}

int exit_code_of(const std::vector<HostRun>& hosts) {
    int code = 0;
    for (const HostRun& host : hosts) {
        if (class_of(host.state) == StateClass::wrong) code |= 2;
        if (class_of(host.state) == StateClass::open) code |= 4;
    }
    return code;
}

}  // namespace clientpush
