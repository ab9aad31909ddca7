#include "report/plan_report.h"

#include "report/plan_formats.h"

namespace clientpush {

void write_plan(std::ostream& out, const Plan& plan, Format format, Style style, const PlanBasis& basis) {
    switch (format) {
        case Format::table:
            return write_plan_table(out, plan, style, basis);
        case Format::json:
            return write_plan_json(out, plan, basis);
        case Format::ndjson:
            return write_plan_lines(out, plan, basis);
        case Format::csv:
        case Format::markdown:
            return write_plan_rows(out, plan, format);
        case Format::html:
            return write_plan_html(out, plan, basis);
    }
}

}  // namespace clientpush
