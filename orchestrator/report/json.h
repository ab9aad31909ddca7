#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <string_view>

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

/// {"name","outlook","rule","reason"}.
Json json_of(std::string_view name, const Verdict& verdict);

/// On one line. Bytes that are not UTF-8 are replaced, never an error.
std::string one_line(const Json& value);

/// Two blanks an indent, otherwise as `one_line`.
void write_json(std::ostream& out, const Json& value);

/// Each item on one line.
void write_json_lines(std::ostream& out, const Json& items);

/// One object, written member by member: a long list never stands in memory as a whole.
class JsonObject {
public:
    explicit JsonObject(std::ostream& out) : out_(out) { out_ << '{'; }

    void add(std::string_view name, const Json& value);

    /// A list with each item on a line of its own.
    template <typename Range, typename ToJson>
    void add_list(std::string_view name, const Range& range, ToJson to_json) {
        add_lines(name, range, [&](const auto& each) { return one_line(to_json(each)); });
    }

    /// The same of items that are JSON text already.
    template <typename Range, typename ToLine>
    void add_lines(std::string_view name, const Range& range, ToLine to_line) {
        key(name);
        out_ << '[';
        const char* gap = "\n    ";
        for (const auto& each : range) {
            out_ << gap << to_line(each);
            gap = ",\n    ";
        }
        out_ << (range.empty() ? "]" : "\n  ]");
    }

    void end() { out_ << "\n}\n"; }

private:
    void key(std::string_view name);

    std::ostream& out_;
    bool first_ = true;
};

}  // namespace clientpush
