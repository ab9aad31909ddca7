#pragma once

#include <ostream>

#include "report/grid.h"
#include "report/json.h"
#include "report/status_report.h"

namespace clientpush {

// One file each; `write_status` chooses.

void write_status_table(std::ostream& out, const StatusView& view, Style style, bool all);
void write_status_html(std::ostream& out, const StatusView& view);

Json json_of(const StatusView& view);

/// One host a row.
Grid grid_of(const StatusView& view);

}  // namespace clientpush
