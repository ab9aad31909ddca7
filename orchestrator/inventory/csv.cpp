#include "inventory/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

namespace clientpush {
namespace {

bool starts_a_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
}

}  // namespace

bool CsvParser::feed(std::string_view text) {
    if (stopped_) return false;
    if (separator_ == 0 && !take_header_bytes(text)) return !stopped_;
    for (const char c : text)
        if (!take(c)) return false;
    return true;
}

bool CsvParser::finish() {
    if (stopped_ || (separator_ == 0 && !take_header())) return false;
    if (state_ == State::quoted) {
        return refuse({"a text in quotes begins here and is never closed", "add the missing quote"},
                      quote_line_, quote_column_);
    }
    const bool open = state_ != State::start_of_cell || !spans_.empty();
    if (open && state_ != State::passed_over) end_row();
    return true;
}

/// Gathers the first line, which tells the separator, and takes it when it is whole.
bool CsvParser::take_header_bytes(std::string_view& text) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1);
        first_ += text.substr(0, end + 1);
        text.remove_prefix(end + 1);
        if (first_.size() > limits_.row_bytes) {
            if (const auto at = first_.find('\r'); at < first_.size() - 2)
                return refuse_old_line_ends(1, static_cast<int>(at) + 1);
            return refuse({fmt::format("the first line has more than {} bytes", limits_.row_bytes),
                           "check that this is a CSV file"},
                          1, 1);
        }
        if (first_.back() != '\n') return false;
        if (!is_before_header()) return take_header();
        ++line_;
        first_.clear();
    }
    return false;
}

bool CsvParser::take_header() {
    detect_separator();
    const std::string header = std::exchange(first_, {});
    return std::all_of(header.begin(), header.end(), [&](char c) { return take(c); });
}

/// An empty line, or one with which PowerShell or Excel says something of the table.
bool CsvParser::is_before_header() {
    std::string_view line(first_);
    line = line.substr(0, line.find_last_not_of("\r\n") + 1);
    if (line.empty() || line.starts_with("#TYPE")) return true;
    if (line.size() > 2 && line.front() == '"' && line.back() == '"') line = line.substr(1, line.size() - 2);
    const bool says = line.size() == 5 && lower_case(std::string(line.substr(0, 4))) == "sep=";
    if (!says || std::isalnum(static_cast<unsigned char>(line.back())) != 0) return false;
    said_ = line.back();
    return true;
}

/// Only what stands outside quotes counts.
void CsvParser::detect_separator() {
    separator_ = said_;
    if (separator_ != 0) return;
    constexpr std::string_view possible = ",;\t";
    std::size_t counts[3] = {};
    bool quoted = false;
    for (const char c : first_) {
        if (c == '"') quoted = !quoted;
        const std::size_t which = possible.find(c);
        if (!quoted && which != possible.npos) ++counts[which];
    }
    separator_ = possible[static_cast<std::size_t>(std::max_element(counts, counts + 3) - counts)];
}

bool CsvParser::take(char c) {
    if (std::exchange(returned_, false) && c != '\n') return refuse_old_line_ends(line_, column_ - 1);
    if (row_.size() >= limits_.row_bytes) {
        return refuse({fmt::format("this row has more than {} bytes", limits_.row_bytes),
                       "look for a quote that is not closed before it"},
                      spans_.front().line, 1);
    }
    if (state_ == State::start_of_cell) begin_cell();
    if (state_ == State::quoted) {
        take_quoted(c);
    } else if (c == '\n') {
        end_line();
    } else if (c == '\r') {
        returned_ = true;
    } else if (state_ != State::passed_over) {
        take_plain(c);
    }
    if (c == '\n') {
        ++line_;
        column_ = 1;
    } else if (starts_a_character(c)) {
        ++column_;
    }
    return true;
}

/// A line that ends as Windows has it ends inside a text as it does everywhere else.
void CsvParser::take_quoted(char c) {
    if (c == '"') {
        state_ = State::quote_in_quoted;
        return;
    }
    if (c == '\n' && row_.size() > spans_.back().begin && row_.back() == '\r') row_.pop_back();
    row_ += c;
}

void CsvParser::take_plain(char c) {
    if (c == separator_ && spans_.size() >= limits_.columns) {
        pass_over({fmt::format("this row has more than {} columns", limits_.columns),
                   "leave out columns that nobody needs"});
    } else if (c == separator_) {
        end_cell();
    } else if (c == '"' && state_ == State::start_of_cell) {
        state_ = State::quoted;
        quote_line_ = line_;
        quote_column_ = column_;
    } else if (c == '"' && state_ == State::quote_in_quoted) {
        row_ += c;
        state_ = State::quoted;
    } else if (state_ == State::quote_in_quoted) {
        pass_over({"after the closing quote stands more text", "write a quote inside a quoted text twice"});
    } else if (c == '"') {
        pass_over({"a quote stands inside a text without quotes",
                   "put the whole cell in quotes, and write each quote inside twice"});
    } else {
        row_ += c;
        state_ = State::plain;
    }
}

void CsvParser::begin_cell() {
    if (begun_) return;
    spans_.push_back({row_.size(), row_.size(), line_, column_});
    begun_ = true;
}

void CsvParser::end_cell() {
    spans_.back().end = row_.size();
    state_ = State::start_of_cell;
    begun_ = false;
}

void CsvParser::end_line() {
    if (state_ != State::passed_over) return end_row();
    spans_.clear();
    row_.clear();
    begun_ = false;
    state_ = State::start_of_cell;
}

/// A line that ends behind a separator has one cell more, an empty one.
void CsvParser::end_row() {
    begin_cell();
    end_cell();
    const bool blank = spans_.size() == 1 && row_.empty();
    cells_.clear();
    for (const Span& span : spans_)
        cells_.push_back(
            {std::string_view(row_).substr(span.begin, span.end - span.begin), span.line, span.column});
    if (!blank) on_row_(cells_);
    spans_.clear();
    row_.clear();
}

/// The rest of the line says nothing any more; the next one may.
void CsvParser::pass_over(const Wrong& wrong) {
    on_wrong_(line_, column_, wrong);
    state_ = State::passed_over;
}

bool CsvParser::refuse(const Wrong& wrong, int line, int column) {
    on_wrong_(line, column, wrong);
    stopped_ = true;
    return false;
}

bool CsvParser::refuse_old_line_ends(int line, int column) {
    return refuse({"a line ends here with CR alone, as old Macs wrote it",
                   "save the file with the line ends of Windows or Unix"},
                  line, column);
}

}  // namespace clientpush
