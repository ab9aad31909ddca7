#pragma once

#include <cstddef>
#include <fstream>
#include <string>

#include "inventory/values.h"

namespace clientpush {

/// A file's text, block by block, so that no size of file needs more memory than a block. A byte order mark
/// is taken off; UTF-16 little-endian, as PowerShell writes it, becomes UTF-8.
class TextStream {
public:
    /// What is wrong with the file itself is told by `wrong`.
    explicit TextStream(const std::string& file);

    /// False at the end of the file, and when something is wrong.
    bool next(std::string& block);

    /// With its place, which is 0 when it is the whole file that is wrong.
    const Wrong& wrong() const { return wrong_; }
    int wrong_line() const { return wrong_line_; }
    int wrong_column() const { return wrong_column_; }

private:
    void look_for_mark();
    void decode(std::string_view bytes, std::string& out);
    void append(unsigned code, std::string& out);
    void refuse_half();

    std::ifstream in_;
    std::string pending_;  ///< bytes read ahead
    bool started_ = false;
    bool utf16_ = false;
    unsigned high_ = 0;  ///< the first half of a character that takes two units
    int line_ = 1;       ///< of UTF-16: where the next character stands
    int column_ = 1;
    Wrong wrong_;
    int wrong_line_ = 0;
    int wrong_column_ = 0;
};

}  // namespace clientpush
