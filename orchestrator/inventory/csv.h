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
/// and line ends; lines end with LF or CRLF; empty lines are passed over. The separator is what a line
/// "sep=;" before the header says, as Excel writes it, else the one of "," ";" and tab that stands most often
/// in the first line. A line "#TYPE ..." before the header, as PowerShell 5 writes it, is passed over.
class CsvParser {
public:
    using OnRow = std::function<void(const Cells&)>;
    using OnWrong = std::function<void(int line, int column, const Wrong& wrong)>;

    struct Limits {
        std::size_t row_bytes = std::size_t{1} << 20;
        std::size_t columns = 1000;
    };

    /// `on_row` gets the first row, which is the header, and then every other; `on_wrong` hears of each row
    /// that cannot be read, and the rows after it are read all the same.
    CsvParser(OnRow on_row, OnWrong on_wrong) : CsvParser(std::move(on_row), std::move(on_wrong), Limits()) {}
    CsvParser(OnRow on_row, OnWrong on_wrong, Limits limits)
        : on_row_(std::move(on_row)), on_wrong_(std::move(on_wrong)), limits_(limits) {}

    /// False once nothing that follows could be read.
    bool feed(std::string_view text);
    bool finish();

private:
    enum class State { start_of_cell, plain, quoted, quote_in_quoted, passed_over };

    struct Span {
        std::size_t begin = 0;
        std::size_t end = 0;
        int line = 0;
        int column = 0;
    };

    bool take(char c);
    void take_quoted(char c);
    void take_plain(char c);
    bool take_header_bytes(std::string_view& text);
    bool take_header();
    bool is_before_header();
    void detect_separator();
    void begin_cell();
    void end_cell();
    void end_row();
    void end_line();
    void pass_over(const Wrong& wrong);
    bool refuse(const Wrong& wrong, int line, int column);
    bool refuse_old_line_ends(int line, int column);

    OnRow on_row_;
    OnWrong on_wrong_;
    Limits limits_;
    char separator_ = 0;  ///< 0: not known yet
    char said_ = 0;       ///< by a line before the header
    std::string first_;   ///< the first line, until the separator is known
    State state_ = State::start_of_cell;
    bool begun_ = false;  ///< the cell that is being read has its span
    std::string row_;     ///< the text of its cells, one after the other
    std::vector<Span> spans_;
    Cells cells_;
    int line_ = 1;
    int column_ = 1;
    int quote_line_ = 0;
    int quote_column_ = 0;
    bool returned_ = false;  ///< the last character was a CR outside quotes
    bool stopped_ = false;
};

}  // namespace clientpush
