#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace clientpush {

/// One thing a row, for spreadsheets, wikis and pages.
struct Grid {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
};

void write_csv(std::ostream& out, const Grid& grid);
void write_markdown(std::ostream& out, const Grid& grid);
void write_html(std::ostream& out, const Grid& grid);

}  // namespace clientpush
