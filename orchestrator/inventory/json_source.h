#pragma once

#include <istream>
#include <string>

#include "inventory/findings.h"

namespace clientpush {

/// An inventory in JSON, in the shape that one in YAML has; null when it is wrong, which is a problem
/// already.
yaml::Document* read_json(const std::string& name, std::string text, Findings& findings);
yaml::Document* read_json_file(const std::string& file, Findings& findings);

/// Everything up to the end, and a little more than is read as JSON at most.
std::string read_all(std::istream& in);

}  // namespace clientpush
