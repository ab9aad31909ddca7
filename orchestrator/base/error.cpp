#include "base/error.h"

#include <cctype>

#include "base/untrusted.h"

namespace clientpush {

std::string in_sentences(const Error& error) {
    std::string cure = error.cure();
    if (cure.empty()) return printable(error.what());
    cure.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(cure.front())));
    return printable(error.what()) + ". " + cure;
}

std::string describe(const Error& error) {
    std::string text = error.what();
    for (const std::string& step : error.context()) text += "\n  while " + step;
    if (!error.cure().empty()) text += "\n  to fix it: " + error.cure();
    return text;
}

}  // namespace clientpush
