#include "report/rows.h"

namespace clientpush {
namespace {

void write_csv_row(std::ostream& out, const std::vector<std::string>& fields) {
    for (const std::string& field : fields) {
        if (&field != &fields.front()) out << ',';
        out << csv_field(field);
    }
    out << '\n';
}

void write_markdown_row(std::ostream& out, const std::vector<std::string>& cells) {
    for (const std::string& cell : cells) out << "| " << markdown_text(cell) << ' ';
    out << "|\n";
}

}  // namespace

RowWriter::RowWriter(std::ostream& out, Format format, const std::vector<std::string>& columns)
    : out_(out), format_(format) {
    add(columns);
    if (format_ != Format::markdown) return;
    for (std::size_t i = 0; i < columns.size(); ++i) out_ << "|---";
    out_ << "|\n";
}

void RowWriter::add(const std::vector<std::string>& cells) {
    if (format_ == Format::markdown)
        write_markdown_row(out_, cells);
    else
        write_csv_row(out_, cells);
}

}  // namespace clientpush
