#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>

#include "base/names.h"
#include "report/grid.h"
#include "report/group_names.h"
#include "report/inventory_report.h"
#include "report/json.h"
#include "report/page.h"
#include "report/text_writer.h"
#include "report/words.h"

namespace clientpush {
namespace {

using Indexes = std::vector<std::size_t>;

void write_folded(TextWriter& text, const Inventory& inventory, const Indexes& hosts) {
    std::map<std::string, std::vector<std::string>> by_site;
    for (const std::size_t index : hosts) {
        const Host& host = inventory.hosts[index];
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
        const Host& host = inventory.hosts[index];
        list.push_back(Json{{"name", host.name},
                            {"address", host.address},
                            {"site", host.client.site},
                            {"groups", Json(groups[index])}});
    }
    return list;
}

Grid grid_of(const Inventory& inventory, const Indexes& hosts) {
    const auto groups = group_names(inventory);
    Grid grid{{"name", "address", "site", "groups"}, {}};
    for (const std::size_t index : hosts) {
        const Host& host = inventory.hosts[index];
        grid.rows.push_back(
            {host.name, host.address, host.client.site, fmt::format("{}", fmt::join(groups[index], " "))});
    }
    return grid;
}

void write_page(std::ostream& out, const Inventory& inventory, const Indexes& hosts) {
    begin_page(out, counted(hosts.size(), "host"));
    write_html(out, grid_of(inventory, hosts));
    end_page(out);
}

}  // namespace

void write_host_list(std::ostream& out, const Inventory& inventory, const std::vector<std::size_t>& hosts,
                     Format format, bool fold_names) {
    switch (format) {
        case Format::table: {
            TextWriter text(out, Style{});
            if (fold_names) return write_folded(text, inventory, hosts);
            for (const std::size_t index : hosts) out << inventory.hosts[index].name << '\n';
            return;
        }
        case Format::json:
            return write_json(out, Json{{"hosts", json_of(inventory, hosts)}});
        case Format::ndjson:
            return write_json_lines(out, json_of(inventory, hosts));
        case Format::csv:
            return write_csv(out, grid_of(inventory, hosts));
        case Format::markdown:
            return write_markdown(out, grid_of(inventory, hosts));
        case Format::html:
            return write_page(out, inventory, hosts);
    }
}

}  // namespace clientpush
