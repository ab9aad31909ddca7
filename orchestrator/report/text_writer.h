#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "report/format.h"

namespace clientpush {

enum class Colour { plain, green, red, yellow };

/// How many columns of a terminal a UTF-8 text takes, every character being one wide.
int columns(std::string_view text);

/// The text in lines of at most `width` columns: broken at blanks and after commas (inside brackets only when
/// there is no other place), in the middle of a word when that alone is wider. Line feeds are kept.
std::vector<std::string> wrap(std::string_view text, int width);

/// Writes a table for people: no line is wider than the terminal, or than 80 columns where there is none.
class TextWriter {
public:
    TextWriter(std::ostream& out, Style style);

    /// Lines that all start in column `indent`.
    void paragraph(int indent, std::string_view text, Colour colour = Colour::plain);

    /// A head as it is, then the text beside it, which keeps to its own column. A head that leaves too little
    /// room has the text below it.
    void beside(std::string_view head, std::string_view text, Colour head_colour = Colour::plain);

    void gap();

    /// The text in a colour, where the style has colours.
    std::string painted(std::string_view text, Colour colour) const;

    int width() const { return width_; }
    std::ostream& out() { return out_; }

private:
    std::ostream& out_;
    bool colour_;
    int width_;
};

}  // namespace clientpush
