#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>

#include "base/names.h"
#include "report/data_table.h"
#include "report/group_names.h"
#include "report/inventory_report.h"
#include "report/json.h"
#include "report/page.h"
#include "report/rows.h"
#include "report/text_writer.h"
#include "report/words.h"

namespace clientpush {
namespace {

using Indexes = std::vector<std::size_t>;

void write_folded(TextWriter& text, const Inventory& inventory, const Indexes& hosts) {
    std::map<std::string, std::vector<std::string>> by_site;
    for (const std::size_t index : hosts) {
        const Host host = inventory.hosts.facts(index);
        by_site[host.client.site].push_back(host.name);
    }
    text.paragraph(0, counted(hosts.size(), "host"));
    for (const auto& [site, names] : by_site)
        text.beside(fmt::format("  {:<7}  {:>5}  ", site.empty() ? "no site" : site, names.size()),
                    fold(names));
}

Json json_of(const Inventory& inventory, const Indexes& hosts) {
    const auto groups = group_names(inventory);
    Json list = Json::array();
    for (const std::size_t index : hosts) {
        const Host host = inventory.hosts.facts(index);
        list.push_back(Json{{"name", host.name},
                            {"address", host.address},
                            {"site", host.client.site},
                            {"groups", Json(groups[index])}});
    }
    return list;
}

std::vector<std::string> row_of(const Host& host, const std::vector<std::string>& groups) {
    return {host.name, host.address, host.client.site, fmt::format("{}", fmt::join(groups, " "))};
}

void write_rows(std::ostream& out, const Inventory& inventory, const Indexes& hosts, Format format) {
    const auto groups = group_names(inventory);
    RowWriter rows(out, format, {"name", "address", "site", "groups"});
    for (const std::size_t index : hosts) rows.add(row_of(inventory.hosts.facts(index), groups[index]));
}

void write_page(std::ostream& out, const Inventory& inventory, const Indexes& hosts) {
    using Kind = DataColumn::Kind;
    using Show = DataColumn::Show;
    begin_page(out, "clientpush: inventory", counted(hosts.size(), "host"), Tone::plain);
    begin_section(out, "everyone", "Every host");
    write_advice(out, "Find a host by any word. `clientpush inventory host NAME` shows its variables.");
    const auto groups = group_names(inventory);
    DataTable table(out, "hosts",
                    {{"Host", Kind::name, Show::always},
                     {"Address", Kind::name, Show::wide},
                     {"Site", Kind::choice, Show::always},
                     {"Groups", Kind::choice, Show::wide}});
    for (const std::size_t index : hosts) table.add(row_of(inventory.hosts.facts(index), groups[index]));
    table.end();
    end_section(out);
    end_page(out);
}

}  // namespace

void write_host_list(std::ostream& out, const Inventory& inventory, const std::vector<std::size_t>& hosts,
                     Format format, bool fold_names) {
    switch (format) {
        case Format::table: {
            TextWriter text(out, Style{});
            if (fold_names) return write_folded(text, inventory, hosts);
            for (const std::size_t index : hosts) out << inventory.hosts.name(index) << '\n';
            return;
        }
        case Format::json:
            return write_json(out, Json{{"hosts", json_of(inventory, hosts)}});
        case Format::ndjson:
            return write_json_lines(out, json_of(inventory, hosts));
        case Format::csv:
        case Format::markdown:
            return write_rows(out, inventory, hosts, format);
        case Format::html:
            return write_page(out, inventory, hosts);
    }
}

}  // namespace clientpush
