#include "base/error.h"

namespace clientpush {

std::string describe(const Error& error) {
    std::string text = error.what();
    for (const std::string& step : error.context()) text += "\n  while " + step;
    if (!error.cure().empty()) text += "\n  to fix it: " + error.cure();
    return text;
}

}  // namespace clientpush
