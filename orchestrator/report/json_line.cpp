#include "report/json_line.h"

#include <algorithm>
#include <utility>

#include "report/json.h"

namespace clientpush {
namespace {

bool needs_no_escape(char c) {
    return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

}  // namespace

void JsonLine::add(std::string_view name, std::string_view text) {
    key(name);
    append(text);
}

void JsonLine::add(std::string_view name, std::optional<Port> number) {
    key(name);
    line_ += number ? std::to_string(*number) : "null";
}

void JsonLine::add(std::string_view name, std::optional<Time> time) {
    key(name);
    if (!time) {
        line_ += "null";
        return;
    }
    append(to_text(*time));
}

void JsonLine::add(std::string_view name, std::optional<int> number) {
    key(name);
    line_ += number ? std::to_string(*number) : "null";
}

void JsonLine::begin_object(std::string_view name) {
    key(name);
    open('{');
}

void JsonLine::begin_list(std::string_view name) {
    key(name);
    open('[');
}

void JsonLine::begin_item() {
    separate();
    open('{');
}

std::string JsonLine::take() {
    close('}');
    return std::exchange(line_, {});
}

void JsonLine::open(char bracket) {
    line_ += bracket;
}

void JsonLine::close(char bracket) {
    line_ += bracket;
}

/// What stands first in brackets has no comma before it.
void JsonLine::separate() {
    if (line_.back() != '{' && line_.back() != '[') line_ += ',';
}

void JsonLine::key(std::string_view name) {
    separate();
    append(name);
    line_ += ':';
}

void JsonLine::append(std::string_view text) {
    if (!std::all_of(text.begin(), text.end(), needs_no_escape)) {
        line_ += one_line(Json(text));
        return;
    }
    line_ += '"';
    line_ += text;
    line_ += '"';
}

}  // namespace clientpush
