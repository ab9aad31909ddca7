#include "report/grid.h"

#include "report/format.h"

namespace clientpush {
namespace {

void write_csv_row(std::ostream& out, const std::vector<std::string>& fields) {
    std::string line;
    for (const std::string& field : fields) {
        if (&field != &fields.front()) line += ',';
        line += csv_field(field);
    }
    out << line << '\n';
}

void write_markdown_row(std::ostream& out, const std::vector<std::string>& cells) {
    for (const std::string& cell : cells) out << "| " << markdown_text(cell) << ' ';
    out << "|\n";
}

void write_html_row(std::ostream& out, const std::vector<std::string>& cells, const std::string& tag) {
    out << "<tr>";
    for (const std::string& cell : cells) out << '<' << tag << '>' << html_text(cell) << "</" << tag << '>';
    out << "</tr>\n";
}

}  // namespace

void write_csv(std::ostream& out, const Grid& grid) {
    write_csv_row(out, grid.columns);
    for (const auto& row : grid.rows) write_csv_row(out, row);
}

void write_markdown(std::ostream& out, const Grid& grid) {
    write_markdown_row(out, grid.columns);
    for (std::size_t i = 0; i < grid.columns.size(); ++i) out << "|---";
    out << "|\n";
    for (const auto& row : grid.rows) write_markdown_row(out, row);
}

void write_html(std::ostream& out, const Grid& grid) {
    out << "<div class=\"wide\"><table>\n<thead>";
    write_html_row(out, grid.columns, "th");
    out << "</thead>\n<tbody>\n";
    for (const auto& row : grid.rows) write_html_row(out, row, "td");
    out << "</tbody>\n</table></div>\n";
}

}  // namespace clientpush
