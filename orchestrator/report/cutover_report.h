#pragma once

#include <ostream>

#include "ports/cutover.h"
#include "report/format.h"

namespace clientpush {

/// "No: 7 clients still need the old ports of ABC (HTTP 80)", who and why (folded by rule), who was waived,
/// then the numbered steps with [done], [open] or [look yourself]. JSON:
/// {"site","agreed","retiring":[...],"blockers":[{"name",
/// "outlook","rule","reason"}],"waived":[...],"clear":n,"steps":[{"text","status" ("done", "open",
/// "look"),"evidence"}]}. ndjson: one blocker a line. CSV: one client a row that blocks or was waived, with
/// "status" `blocks` or `waived`. Markdown: the answer, those rows and the steps. HTML: one self-contained
/// page.
void write_cutover(std::ostream& out, const Cutover& cutover, Format format, Style style);

}  // namespace clientpush
