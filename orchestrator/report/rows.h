#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "report/format.h"

namespace clientpush {

/// One thing a row, for spreadsheets (Format::csv) and wikis (Format::markdown), written as they come.
class RowWriter {
public:
    RowWriter(std::ostream& out, Format format, const std::vector<std::string>& columns);

    void add(const std::vector<std::string>& cells);

private:
    std::ostream& out_;
    Format format_;
};

}  // namespace clientpush
