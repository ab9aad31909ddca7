#include "report/data_table.h"

#include "base/untrusted.h"
#include "report/json.h"

namespace clientpush {
namespace {

using Kind = DataColumn::Kind;
using Show = DataColumn::Show;

constexpr std::size_t most_words = 20'000;

/// JSON that no text can end: inside a script element only `<` could.
std::string script_json(const Json& value) {
    std::string safe;
    for (const char c : one_line(value)) {
        if (c == '<')
            safe += "\\u003c";
        else
            safe += c;
    }
    return safe;
}

std::string_view to_text(Kind kind) {
    switch (kind) {
        case Kind::name:
            return "name";
        case Kind::choice:
            return "choice";
        case Kind::text:
            return "text";
        case Kind::number:
            break;
    }
    return "number";
}

std::string_view to_text(Show show) {
    switch (show) {
        case Show::always:
            return "always";
        case Show::wide:
            return "wide";
        case Show::widest:
            return "widest";
        case Show::detail:
            break;
    }
    return "detail";
}

Json json_of(const DataColumn& column) {
    Json tones = Json::object();
    for (const auto& [word, tone] : column.tones) tones[word] = to_text(tone);
    return {{"title", column.title},
            {"kind", to_text(column.kind)},
            {"show", to_text(column.show)},
            {"tones", std::move(tones)}};
}

}  // namespace

int DataTable::Words::number_of(const std::string& word) {
    if (const auto known = numbers_.find(word); known != numbers_.end()) return known->second;
    if (numbers_.size() >= most_words) return -1;
    const auto added = numbers_.emplace(word, static_cast<int>(numbers_.size())).first;
    in_order_.push_back(&added->first);
    return added->second;
}

void DataTable::Words::write(std::ostream& out) const {
    out << '[';
    for (std::size_t i = 0; i < in_order_.size(); ++i)
        out << (i == 0 ? "" : ",") << script_json(printable(*in_order_[i], true));
    out << ']';
}

DataTable::DataTable(std::ostream& out, const std::string& what, const std::vector<DataColumn>& columns)
    : out_(out), words_(columns.size()) {
    Json head = Json::array();
    for (const DataColumn& column : columns) {
        kinds_.push_back(column.kind);
        head.push_back(json_of(column));
    }
    out_ << "<div id=\"table\"><noscript><p>This table needs its script to run. Everything above and below "
            "does "
            "not, and <code>-o csv</code> writes the same rows for a spreadsheet.</p></noscript></div>\n"
         << "<script type=\"application/json\" id=\"rows\">\n{\"what\":" << script_json(what)
         << ",\"columns\":" << script_json(head) << ",\"rows\":[";
}

void DataTable::add(const std::vector<std::string>& cells) {
    out_ << (first_ ? "\n[" : ",\n[");
    first_ = false;
    for (std::size_t column = 0; column < cells.size(); ++column) {
        if (column > 0) out_ << ',';
        add(column, cells[column]);
    }
    out_ << ']';
}

void DataTable::add(std::size_t column, const std::string& cell) {
    if (cell.empty()) {
        out_ << "null";
        return;
    }
    const bool in_words = kinds_[column] == Kind::choice || kinds_[column] == Kind::text;
    const int number = in_words ? words_[column].number_of(cell) : -1;
    if (number >= 0)
        out_ << number;
    else if (kinds_[column] == Kind::number)
        out_ << std::atoll(cell.c_str());
    else
        out_ << script_json(printable(cell, true));
}

void DataTable::end() {
    out_ << "],\n\"words\":[";
    for (std::size_t column = 0; column < words_.size(); ++column) {
        if (column > 0) out_ << ',';
        words_[column].write(out_);
    }
    out_ << "]}\n</script>\n";
}

}  // namespace clientpush
