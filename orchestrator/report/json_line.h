#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "ports/plan.h"

namespace clientpush {

/// One JSON object as a line, written member by member: of a million rows a tree for each would take most of
/// the time. Bytes that are not UTF-8 are replaced, never an error.
class JsonLine {
public:
    JsonLine() { open('{'); }

    void add(std::string_view name, std::string_view text);
    void add(std::string_view name, std::optional<Port> number);
    void add(std::string_view name, std::optional<Time> time);
    void add(std::string_view name, std::optional<int> number);

    void begin_object(std::string_view name);
    void begin_list(std::string_view name);
    void begin_item();
    void end_object() { close('}'); }
    void end_list() { close(']'); }

    /// The whole line; nothing is added after that.
    std::string take();

private:
    void open(char bracket);
    void close(char bracket);
    void separate();
    void key(std::string_view name);
    void append(std::string_view text);

    std::string line_;
};

}  // namespace clientpush
