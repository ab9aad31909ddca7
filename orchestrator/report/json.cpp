#include "report/json.h"

namespace clientpush {

Json or_null(std::optional<Port> port) {
    return port ? Json(*port) : Json();
}

Json or_null(std::optional<Time> time) {
    return time ? Json(to_text(*time)) : Json();
}

Json json_of(const SiteChange& change) {
    return {{"site", change.site},
            {"service", change.service},
            {"before", change.before},
            {"after", change.after}};
}

Json json_of(std::string_view name, const Verdict& verdict) {
    return {{"name", name},
            {"outlook", to_text(verdict.outlook)},
            {"rule", verdict.rule},
            {"reason", verdict.reason}};
}

std::string one_line(const Json& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void write_json(std::ostream& out, const Json& value) {
    out << value.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

void write_json_lines(std::ostream& out, const Json& items) {
    for (const Json& item : items) out << one_line(item) << '\n';
}

void JsonObject::add(std::string_view name, const Json& value) {
    key(name);
    for (const char c : value.dump(2, ' ', false, Json::error_handler_t::replace)) {
        out_ << c;
        if (c == '\n') out_ << "  ";
    }
}

void JsonObject::key(std::string_view name) {
    out_ << (first_ ? "\n  \"" : ",\n  \"") << name << "\": ";
    first_ = false;
}

}  // namespace clientpush
