#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "report/group_names.h"
#include "report/inventory_report.h"
#include "report/json.h"
#include "report/text_writer.h"

namespace clientpush {
namespace {

using Fields = std::vector<std::pair<std::string, Json>>;

Json text_or_null(const std::string& text) {
    return text.empty() ? Json() : Json(text);
}

template <typename Fact>
Json word_or_null(const std::optional<Fact>& fact) {
    return fact ? Json(to_text(*fact)) : Json();
}

Fields connection_of(const Host& host) {
    return {{"address", host.address},
            {"port", port_of(host)},
            {"connection", host.connection},
            {"user", text_or_null(host.user)},
            {"private_key_file", text_or_null(host.private_key_file)},
            {"machine_id", text_or_null(host.machine_id)},
            {"directory", text_or_null(host.directory)}};
}

Fields facts_of(const Client& client) {
    return {{"site", text_or_null(client.site)},
            {"platform", word_or_null(client.platform)},
            {"membership", word_or_null(client.membership)},
            {"forest", client.forest ? Json(*client.forest) : Json()},
            {"location", word_or_null(client.location)},
            {"protocol", word_or_null(client.protocol)},
            {"http_port", or_null(client.seen.http)},
            {"https_port", or_null(client.seen.https)},
            {"ports_seen", or_null(client.seen.at)}};
}

std::vector<std::string> groups_of(const Inventory& inventory, const Host& host) {
    const auto found = inventory.hosts.find(host.name);
    if (!found) return {};
    return group_names(inventory)[*found];
}

Json object_of(const Fields& fields) {
    Json object = Json::object();
    for (const auto& [name, value] : fields) object[name] = value;
    return object;
}

Json json_of(const Variable& variable) {
    const Json parsed = variable.structured ? Json::parse(variable.value, nullptr, false) : Json();
    const bool structured = variable.structured && !parsed.is_discarded();
    return {{"value", structured ? parsed : Json(variable.value)}, {"at", to_text(variable.at)}};
}

Json json_of(const Inventory& inventory, const Host& host) {
    Json json{{"name", host.name}, {"at", to_text(host.at)}, {"groups", Json(groups_of(inventory, host))}};
    json["connection"] = object_of(connection_of(host));
    json["facts"] = object_of(facts_of(host.client));
    json["vars"] = Json::object();
    for (const auto& [name, variable] : host.vars) json["vars"][name] = json_of(variable);
    return json;
}

std::string text_of(const Json& value) {
    if (value.is_null()) return "-";
    return value.is_string() ? value.get<std::string>() : value.dump();
}

void write_fields(TextWriter& text, const std::string& title, const Fields& fields) {
    text.gap();
    text.paragraph(0, title);
    for (const auto& [name, value] : fields) {
        const bool taken_for_granted = name == "location" && value.is_null();
        text.beside(fmt::format("  {:<18}", name),
                    taken_for_granted ? "- (taken for intranet)" : text_of(value));
    }
}

void write_variables(TextWriter& text, const Host& host) {
    if (host.vars.empty()) return;
    text.gap();
    text.paragraph(0, "Variables");
    for (const auto& [name, variable] : host.vars) {
        text.paragraph(2, fmt::format("{}: {}", name, variable.value));
        text.paragraph(6, "set at " + to_text(variable.at));
    }
}

void write_table(std::ostream& out, const Inventory& inventory, const Host& host) {
    TextWriter text(out, Style{});
    text.paragraph(0, fmt::format("{}   ({})", host.name, to_text(host.at)));
    const std::vector<std::string> groups = groups_of(inventory, host);
    if (!groups.empty()) text.paragraph(0, fmt::format("in {}", fmt::join(groups, ", ")));
    write_fields(text, "Connection", connection_of(host));
    write_fields(text, "Facts that the rules read", facts_of(host.client));
    write_variables(text, host);
}

}  // namespace

void write_host(std::ostream& out, const Inventory& inventory, const Host& host, Format format) {
    if (format == Format::json) return write_json(out, json_of(inventory, host));
    if (format == Format::ndjson) return write_json_lines(out, Json::array({json_of(inventory, host)}));
    write_table(out, inventory, host);
}

}  // namespace clientpush
