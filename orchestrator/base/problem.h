#pragma once

#include <string>
#include <vector>

#include "base/error.h"

namespace clientpush {

/// A place in a file that the user wrote. Lines and columns count from 1; 0 means the whole file.
struct Position {
    std::string file;
    int line = 0;
    int column = 0;

    bool operator==(const Position&) const = default;
};

/// "inventories/lab.yml:12:5".
std::string to_text(const Position& position);

/// One thing that is wrong in the user's input. A reader gathers all of them before it gives up.
struct Problem {
    enum class Severity { error, warning };

    Position at;
    std::string what;     ///< one sentence: what is wrong and what was expected
    std::string cure;     ///< one sentence in the imperative; may be empty
    std::string excerpt;  ///< the line itself, for the caret; may be empty
    Severity severity = Severity::error;
};

/// In the style of a compiler, sorted by place:
///     lab.yml:12:11: error: unknown site "ABX"
///        12 |     site: ABX
///           |           ^
///       to fix it: use one of the sites of this inventory: ABC, XYZ
std::string describe(const std::vector<Problem>& problems);

/// The user's input is wrong; every problem of it, in one go. Ends the program with exit code 5.
class InvalidInput : public Error {
public:
    explicit InvalidInput(std::vector<Problem> problems);

    const std::vector<Problem>& problems() const { return problems_; }

private:
    std::vector<Problem> problems_;
};

/// Throws InvalidInput when one of them is an error; warnings stay in the list.
void throw_if_wrong(const std::vector<Problem>& problems);

}  // namespace clientpush
