#include "inventory/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace clientpush {
namespace {

bool starts_a_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
}

}  // namespace

bool CsvParser::feed(std::string_view text) {
    if (!wrong_.what.empty()) return false;
    if (separator_ == 0 && !take_header_bytes(text)) return wrong_.what.empty();
    for (const char c : text)
        if (!take(c)) return false;
    return true;
}

bool CsvParser::finish() {
    if (!wrong_.what.empty()) return false;
    if (separator_ == 0) {
        detect_separator();
        const std::string only = std::exchange(first_, {});
        for (const char c : only)
            if (!take(c)) return false;
    }
    if (state_ == State::quoted) {
        return refuse("a text in quotes begins here and is never closed", "add the missing quote",
                      quote_line_, quote_column_);
    }
    if (state_ != State::start_of_cell || !spans_.empty()) end_row();
    return true;
}

/// Gathers the first line, which tells the separator, and takes it when it is whole.
bool CsvParser::take_header_bytes(std::string_view& text) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1);
        first_ += text.substr(0, end + 1);
        text.remove_prefix(end + 1);
        if (first_.size() > limits_.row_bytes) {
            return refuse(fmt::format("the first line has more than {} bytes", limits_.row_bytes),
                          "check that this is a CSV file", 1, 1);
        }
        if (first_.back() != '\n') return false;
        const bool type_line = first_.starts_with("#TYPE");
        const bool blank = first_.find_first_not_of("\r\n") == std::string::npos;
        if (type_line || blank) {
            ++line_;
            first_.clear();
            continue;
        }
        detect_separator();
        const std::string header = std::exchange(first_, {});
        for (const char c : header)
            if (!take(c)) return false;
        return true;
    }
    return false;
}

/// Only what stands outside quotes counts.
void CsvParser::detect_separator() {
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
    if (state_ == State::start_of_cell) {
        begin_cell();
        if (c == '"') {
            state_ = State::quoted;
            quote_line_ = line_;
            quote_column_ = column_++;
            return true;
        }
        state_ = State::plain;
    }
    if (row_.size() >= limits_.row_bytes) {
        return refuse(fmt::format("this row has more than {} bytes", limits_.row_bytes),
                      "look for a quote that is not closed before it", spans_.front().line, 1);
    }
    if (state_ == State::quoted) {
        if (c == '"') {
            state_ = State::quote_in_quoted;
        } else {
            row_ += c;
        }
    } else if (state_ == State::quote_in_quoted && c == '"') {
        row_ += c;
        state_ = State::quoted;
    } else if (c == separator_) {
        end_cell();
        if (spans_.size() >= limits_.columns) {
            return refuse(fmt::format("this row has more than {} columns", limits_.columns),
                          "leave out columns that nobody needs", line_, column_);
        }
    } else if (c == '\n') {
        end_row();
    } else if (c == '\r') {
        row_ += state_ == State::plain ? "\r" : "";
    } else if (state_ == State::quote_in_quoted) {
        return refuse("after the closing quote stands more text", "write a quote inside a quoted text twice",
                      line_, column_);
    } else if (c == '"') {
        return refuse("a quote stands inside a text without quotes",
                      "put the whole cell in quotes, and write each quote inside twice", line_, column_);
    } else {
        row_ += c;
    }
    if (c == '\n') {
        ++line_;
        column_ = 1;
    } else if (starts_a_character(c)) {
        ++column_;
    }
    return true;
}

void CsvParser::begin_cell() {
    spans_.push_back({row_.size(), row_.size(), line_, column_});
}

void CsvParser::end_cell() {
    spans_.back().end = row_.size();
    state_ = State::start_of_cell;
}

/// A line that ends behind a separator has one cell more, an empty one.
void CsvParser::end_row() {
    if (state_ == State::start_of_cell) begin_cell();
    if (state_ == State::plain && row_.size() > spans_.back().begin && row_.back() == '\r') row_.pop_back();
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

bool CsvParser::refuse(std::string what, std::string cure, int line, int column) {
    wrong_ = {std::move(what), std::move(cure)};
    line_ = line;
    column_ = column;
    return false;
}

}  // namespace clientpush
