#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "inventory/values.h"

namespace clientpush {

/// One cell of a row. `text` lives until the row has been handed over.
struct Cell {
    std::string_view text;
    int line = 0;
    int column = 0;  ///< in characters, from 1, of the quote where there is one
};

using Cells = std::vector<Cell>;

/// Reads CSV as RFC 4180 has it, fed in pieces of any size: quoted cells may hold separators, doubled quotes
/// and line ends; lines end with LF or CRLF; empty lines are passed over. The separator is the one of "," ";"
/// and tab that stands most often in the first line. A line "#TYPE ..." before the header, as PowerShell 5
/// writes it, is passed over.
class CsvParser {
public:
    struct Limits {
        std::size_t row_bytes = std::size_t{1} << 20;
        std::size_t columns = 1000;
    };

    /// `on_row` gets the first row, which is the header, and then every other.
    explicit CsvParser(std::function<void(const Cells&)> on_row) : CsvParser(std::move(on_row), Limits()) {}
    CsvParser(std::function<void(const Cells&)> on_row, Limits limits)
        : on_row_(std::move(on_row)), limits_(limits) {}

    /// False once something is wrong: then `wrong`, `line` and `column` say what and where.
    bool feed(std::string_view text);
    bool finish();

    const Wrong& wrong() const { return wrong_; }
    int line() const { return line_; }
    int column() const { return column_; }

private:
    enum class State { start_of_cell, plain, quoted, quote_in_quoted };

    struct Span {
        std::size_t begin = 0;
        std::size_t end = 0;
        int line = 0;
        int column = 0;
    };

    bool take(char c);
    bool take_header_bytes(std::string_view& text);
    void detect_separator();
    void begin_cell();
    void end_cell();
    void end_row();
    bool refuse(std::string what, std::string cure, int line, int column);

    std::function<void(const Cells&)> on_row_;
    Limits limits_;
    char separator_ = 0;  ///< 0: not known yet
    std::string first_;   ///< the first line, until the separator is known
    State state_ = State::start_of_cell;
    std::string row_;  ///< the text of its cells, one after the other
    std::vector<Span> spans_;
    Cells cells_;
    int line_ = 1;
    int column_ = 1;
    int quote_line_ = 0;
    int quote_column_ = 0;
    Wrong wrong_;
};

}  // namespace clientpush
