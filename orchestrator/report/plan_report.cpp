#include "report/plan_report.h"

#include "report/plan_formats.h"

namespace clientpush {

void write_plan(std::ostream& out, const Plan& plan, Format format, Style style) {
    switch (format) {
        case Format::table:
            return write_plan_table(out, plan, style);
        case Format::json:
            return write_json(out, json_of(plan));
        case Format::ndjson:
            return write_json_lines(out, json_of(plan).at("clients"));
        case Format::csv:
            return write_csv(out, grid_of(plan));
        case Format::markdown:
            return write_markdown(out, grid_of(plan));
        case Format::html:
            return write_plan_html(out, plan);
    }
}

}  // namespace clientpush
