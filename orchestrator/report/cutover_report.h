#pragma once

#include <ostream>

#include "ports/cutover.h"
#include "report/format.h"

namespace clientpush {

/// "No: 7 clients still need the old ports of ABC (HTTP 80)", who and why (folded by rule), who was waived,
/// then the numbered steps with [done], [open] or [look yourself]. JSON:
/// {"site","agreed","retiring":[...],"blockers":[{"name",
/// "outlook","rule","reason"}],"waived":[...],"clear":n,"steps":[{"text","status" ("done", "open",
/// "look"),"evidence"}]}.
/// Formats other than json are written as the table.
void write_cutover(std::ostream& out, const Cutover& cutover, Format format, Style style);

}  // namespace clientpush
