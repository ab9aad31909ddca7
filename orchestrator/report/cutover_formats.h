#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "ports/cutover.h"
#include "report/format.h"
#include "report/verdicts.h"

namespace clientpush {

// One file each; `write_cutover` chooses.

void write_cutover_table(std::ostream& out, const Cutover& cutover, Style style);
void write_cutover_json(std::ostream& out, const Cutover& cutover);
void write_cutover_rows(std::ostream& out, const Cutover& cutover);
void write_cutover_markdown(std::ostream& out, const Cutover& cutover);
void write_cutover_html(std::ostream& out, const Cutover& cutover);

/// "No: 7 clients still need the old ports of ABC (HTTP 80)".
std::string answer_of(const Cutover& cutover);

/// Each blocker with its verdict; as long as the cut-over lives.
std::vector<NamedVerdict> verdicts_of(const Cutover& cutover);

/// "done", "open", "look yourself".
std::string_view to_text(CutoverStep::Status status);

}  // namespace clientpush
