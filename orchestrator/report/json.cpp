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

void write_json(std::ostream& out, const Json& value) {
    out << value.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

void write_json_lines(std::ostream& out, const Json& items) {
    for (const Json& item : items) out << item.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace clientpush
