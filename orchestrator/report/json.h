#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <vector>

#include "base/time.h"
#include "ports/plan.h"

namespace clientpush {

/// Keys keep the order in which they were given.
using Json = nlohmann::ordered_json;

/// A number, or null where it is not known.
Json or_null(std::optional<Port> port);

/// "2026-11-22T20:15:03Z", or null.
Json or_null(std::optional<Time> time);

/// {"site","service","before","after"}.
Json json_of(const SiteChange& change);

/// Two blanks an indent. Bytes that are not UTF-8 are replaced, never an error.
void write_json(std::ostream& out, const Json& value);

/// Each item on one line.
void write_json_lines(std::ostream& out, const Json& items);

}  // namespace clientpush
