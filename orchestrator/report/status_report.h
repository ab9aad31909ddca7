#pragma once

#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "ports/outlook.h"
#include "report/format.h"
#include "status/record.h"

namespace clientpush {

/// A run and where each of its hosts stands.
struct StatusView {
    Run run;
    std::vector<HostRun> hosts;                 ///< in inventory order
    std::map<std::string, HostRecord> records;  ///< what was last read from each host
    std::map<std::string, int> attempts;        ///< attempts of this run, per host
    std::map<std::string, Verdict> verdicts;    ///< of a verify; otherwise empty
    Time now{};
};

/// The table tells: the run (id, kind, playbook, state, since when, by whom); a bar of counts by state; then
/// the hosts that are not done, worst class first, grouped by state and reason with folded names and the
/// detail once; hosts with a next try say when; the last line is the command that goes on ("clientpush retry
/// 3 --only ..."). `all` lists every host by itself.
///
/// JSON: {"run": {"id","kind","playbook","state","reason","created_at","ended_at","requested_by"},
///        "summary": {"managed": n, ... every state that occurs ..., "total": n},
///        "hosts": [{"name","site","state","step","reason","detail","wave","tries","attempts",
///                   "ports": {"http","https"} (null where not known),"seen_at","since","next_at",
///                   "outlook","rule" (verify only)}],
///        "not_looked_at": [{"name","outlook","rule","reason"}] (verify only: clients that no look can
///        reach)}.
/// ndjson: one host a line. CSV and Markdown: one host a row. HTML: one self-contained page that fetches
/// nothing.
void write_status(std::ostream& out, const StatusView& view, Format format, Style style, bool all = false);

/// "12 managed, 1 unreachable, 1 refused" in the order of the closed list; "nothing" when empty.
std::string summary_line(const std::vector<HostRun>& hosts);

/// The same as exit code: 0 all done, 2 some wrong, 4 some open, 6 both.
int exit_code_of(const std::vector<HostRun>& hosts);

}  // namespace clientpush
