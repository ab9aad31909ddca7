#pragma once

#include <cstddef>
#include <map>
#include <ostream>
#include <string>

namespace clientpush {

/// Each rule that occurs, in the order of the rules, with its paragraph, its source and how many verdicts it
/// gave.
void write_rule_section(std::ostream& out, const std::map<std::string, std::size_t>& verdicts_by_rule);

}  // namespace clientpush
