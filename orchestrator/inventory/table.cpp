#include "inventory/table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "base/excerpt.h"
#include "inventory/range.h"
#include "inventory/reserved.h"
#include "inventory/utf8.h"
#include "inventory/variables.h"

namespace clientpush {
namespace {

constexpr std::size_t most_accepted = 1000;

std::vector<std::string> texts_of(const Cells& cells) {
    std::vector<std::string> texts;
    for (const Cell& cell : cells) texts.emplace_back(cell.text);
    return texts;
}

}  // namespace

Table::Table(const std::string& file, const ColumnMap& said, Into into)
    : file_(file), said_(said), into_(into), first_row_(into.rows.size()) {
    into_.shown.insert(file);
}

void Table::error(int line, int column, std::string what, std::string cure) {
    into_.findings.now_incomplete();
    if (++told_ > most_problems) return;
    into_.findings.error({file_, line, column}, std::move(what), std::move(cure));
}

void Table::header(const Cells& cells) {
    name_column_.reset();
    for (const Cell& cell : cells)
        if (may_hold_a_secret(cell.text)) into_.shown.erase(file_);
    const bool fine = check_headers(cells);
    set_columns(cells);
    if (fine) find_name_column(cells);
}

bool Table::check_headers(const Cells& cells) {
    std::unordered_map<std::string_view, const Cell*> seen;
    bool fine = true;
    const auto refuse = [&](const Cell& cell, std::string what, std::string cure) {
        error(cell.line, cell.column, std::move(what), std::move(cure));
        fine = false;
    };
    for (const Cell& cell : cells) {
        const auto [first, is_new] = seen.emplace(cell.text, &cell);
        if (cell.text.empty()) {
            refuse(cell, "this column has no header", "give it one, or remove the column");
        } else if (const auto wrong = wrong_in_text(cell.text)) {
            refuse(cell, wrong->what, wrong->cure);
        } else if (cell.text.find('\n') != cell.text.npos) {
            refuse(cell, "this header has more than one line", "write it on one");
        } else if (!is_new) {
            refuse(cell,
                   fmt::format("the header \"{}\" stands here twice, first in column {}", cell.text,
                               first->second->column),
                   "rename or remove one of them");
        }
    }
    return fine;
}

void Table::set_columns(const Cells& cells) {
    const std::vector<std::string> headers = texts_of(cells);
    const std::vector<ColumnUse> uses = use_columns(headers, said_);
    columns_.assign(cells.size(), {});
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (!headers[i].empty()) into_.headers.insert(headers[i]);
        Column& column = columns_[i];
        column.variable = uses[i].variable;
        column.as = uses[i].as;
        column.is_name = uses[i].variable == "name";
        if (uses[i].clashes && !column.is_name)
            error(cells[i].line, cells[i].column,
                  fmt::format("\"{}\" is another column for {}", headers[i], uses[i].variable),
                  "say which of them counts: --columns \"HEADER=-\" leaves one out");
        if (!column.is_name && !column.variable.empty()) check_variable(column, cells[i]);
    }
}

/// Once for each header, also where every line of JSON brings its own.
void Table::check_variable(Column& column, const Cell& cell) {
    column.reserved = reserved_number(column.variable).has_value();
    const bool told = !told_headers_.insert(column.variable).second;
    Findings unheard;
    if (is_secret(column.variable, at(cell), told ? unheard : into_.findings)) {
        column.variable.clear();
    } else if (!column.reserved && !told) {
        VariableStore& store = into_.rows.store();
        Setting setting;
        setting.name = store.name_id(column.variable);
        setting.file = store.file_id(file_);
        setting.line = cell.line;
        setting.column = cell.column;
        into_.draft.keep(store.pack(setting));
    }
}

void Table::find_name_column(const Cells& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (!columns_[i].is_name) continue;
        if (name_column_) {
            error(cells[i].line, cells[i].column, "a second column is said to have the names of the hosts",
                  "leave one of them out: --columns \"HEADER=-\"");
        } else {
            name_column_ = i;
        }
    }
    if (!name_column_) refuse_nameless(cells);
}

void Table::refuse_nameless(const Cells& cells) {
    std::vector<std::string> headers = texts_of(cells);
    if (headers.size() > 20) headers.resize(20);
    error(cells.front().line, cells.front().column,
          fmt::format("no column has the names of the hosts; there are: {}", fmt::join(headers, ", ")),
          fmt::format("say which it is: --columns \"{}=name\"", headers.front()));
}

void Table::row(const Cells& cells, const std::vector<const yaml::Node*>& values) {
    if (full()) return;
    if (cells.size() != columns_.size()) {
        error(cells.front().line, cells.front().column,
              fmt::format("this row has {} cells, but the header has {}", cells.size(), columns_.size()),
              "look for a separator too many or too few; a text that holds one belongs in quotes");
        return;
    }
    const bool is_named = name_column_ && is_host(cells[*name_column_]);
    std::vector<Found> found = found_in(cells, values);
    for (const Found& each : found) check_value(each);
    if (!is_named) return;
    const Cell& name = cells[*name_column_];
    drop_a_date_without_ports(found);
    if (into_.draft.hosts.find(name.text)) {
        add_to_draft(name, found);
    } else {
        add_row(name, found);
    }
}

/// When a host was last online says nothing of a port that stands elsewhere.
void Table::drop_a_date_without_ports(std::vector<Found>& found) {
    const bool has_port = std::any_of(found.begin(), found.end(), [](const Found& each) {
        return each.column->variable == "http_port" || each.column->variable == "https_port";
    });
    if (!has_port)
        std::erase_if(found, [](const Found& each) { return each.column->variable == "ports_seen"; });
}

bool Table::is_host(const Cell& cell) {
    if (is_host_name(cell.text)) return true;
    error(cell.line, cell.column,
          cell.text.empty() ? std::string("this row names no host")
                            : fmt::format("\"{}\" cannot be the name of a host", cell.text),
          cell.text.empty() ? "fill in the name, or remove the row"
                            : "write letters, digits, \".\", \"-\" and \"_\"; ranges are not for tables");
    return false;
}

std::vector<Table::Found> Table::found_in(const Cells& cells, const std::vector<const yaml::Node*>& values) {
    std::vector<Found> found;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        Column& column = columns_[i];
        if (column.is_name || column.variable.empty() || cells[i].text.empty()) continue;
        if (const auto wrong = wrong_in_text(cells[i].text)) {
            error(cells[i].line, cells[i].column, wrong->what, wrong->cure);
            continue;
        }
        const yaml::Node* const value = i < values.size() ? values[i] : nullptr;
        std::string text =
            value != nullptr ? std::string(cells[i].text) : converted(cells[i].text, column.as);
        const bool twice = std::any_of(found.begin(), found.end(), [&](const Found& each) {
            return each.column->variable == column.variable;
        });
        if (!text.empty() && !twice)
            found.push_back({&column, std::move(text), value, cells[i].column, cells[i].line});
    }
    return found;
}

/// The codes of sites are checked when all sites are known.
void Table::check_value(const Found& found) {
    Column& column = *found.column;
    if (!column.reserved || column.accepted.contains(found.text)) return;
    if (column.variable == "site") {
        into_.draft.keep(into_.rows.store().pack(setting_of(found)));
        column.accepted.insert(found.text);
        return;
    }
    const std::size_t before = into_.findings.all().size();
    SettingCheck(into_.rows.store(), {}, into_.findings).check(setting_of(found));
    told_ += static_cast<int>(into_.findings.all().size() - before);
    if (column.accepted.size() < most_accepted) column.accepted.insert(found.text);
}

Setting Table::setting_of(const Found& found) {
    VariableStore& store = into_.rows.store();
    Setting setting;
    setting.name = store.name_id(found.column->variable);
    setting.value = found.text;
    if (found.value != nullptr) setting.kind = found.value->kind;
    setting.file = store.file_id(file_);
    setting.line = found.line;
    setting.column = found.at_column;
    return setting;
}

Layer Table::pack(const std::vector<Found>& found) {
    std::vector<Setting> settings;
    for (const Found& each : found) settings.push_back(setting_of(each));
    return into_.rows.store().pack(settings);
}

/// A host stands once in a table; another table may say more of it.
void Table::add_row(const Cell& name, const std::vector<Found>& found) {
    VariableStore& store = into_.rows.store();
    if (const auto known = into_.rows.find(name.text)) {
        HostList::Entry& entry = into_.rows.entry(*known);
        if (*known >= first_row_ || !elsewhere_.insert(std::string(name.text)).second)
            return refuse_twice(name,
                                *known >= first_row_ ? fmt::format(", first in line {}", entry.line) : "");
        entry.own = store.merge(entry.own, pack(found));
        return;
    }
    HostList::Entry entry;
    entry.name = store.keep(name.text);
    entry.file = store.file_id(file_);
    entry.line = name.line;
    entry.column = name.column;
    entry.own = pack(found);
    into_.rows.add(entry);
}

void Table::refuse_twice(const Cell& name, const std::string& first) {
    error(name.line, name.column, fmt::format("the host \"{}\" stands here twice{}", name.text, first),
          "keep one of the rows");
}

void Table::add_to_draft(const Cell& name, const std::vector<Found>& found) {
    if (!elsewhere_.insert(std::string(name.text)).second) return refuse_twice(name, "");
    into_.draft.give(*into_.draft.hosts.find(name.text), into_.draft.keep(pack(found)));
}

}  // namespace clientpush
