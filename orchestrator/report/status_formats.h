#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "report/json.h"
#include "report/status_report.h"

namespace clientpush {

// One file each; `write_status` chooses. Each writes host by host.

void write_status_table(std::ostream& out, const StatusView& view, Style style, bool all);
void write_status_json(std::ostream& out, const StatusView& view);
void write_status_lines(std::ostream& out, const StatusView& view);
void write_status_rows(std::ostream& out, const StatusView& view, Format format);
void write_status_html(std::ostream& out, const StatusView& view);

/// One thing a row: what it is called there, and its text for a host of the run.
struct StatusRows {
    std::vector<std::string> columns;
    std::vector<std::string> of(const HostRun& host, const StatusView& view) const;
};

/// The columns of a run, or of a verify.
StatusRows rows_of(const StatusView& view);

}  // namespace clientpush
