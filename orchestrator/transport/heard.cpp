#include "transport/heard.h"

#include <algorithm>

#include "base/untrusted.h"

namespace clientpush {

namespace {

constexpr std::size_t complaint_limit = 2048;

}  // namespace

void Heard::out(std::string_view text) {
    out_ += text;
    spoke_ = spoke_ || !text.empty();
}

void Heard::err(std::string_view text) {
    err_ += text.substr(text.size() - std::min(text.size(), complaint_limit));
    if (err_.size() > complaint_limit) err_.erase(0, err_.size() - complaint_limit);
}

std::optional<std::string> Heard::take(std::string_view end, std::size_t limit) {
    const std::size_t found = out_.find(end, searched_);
    if (found == std::string::npos) {
        // One that never ends costs no more than what is kept of it.
        if (out_.size() > 2 * limit + end.size()) out_.erase(0, out_.size() - limit - end.size());
        searched_ = out_.size() - std::min(out_.size(), end.size());
        return std::nullopt;
    }
    std::string text = out_.substr(0, found + end.size());
    out_.erase(0, text.size());
    searched_ = 0;
    if (text.size() > limit + end.size()) text.erase(0, text.size() - limit - end.size());
    return text;
}

Error Heard::broke_off(const std::string& host, std::optional<int> status) const {
    const std::string said = printable(tail(err_.empty() ? out_ : err_, 300));
    if (!spoke_ && status.value_or(0) != 0)
        return {Error::Kind::remote, "no-shell",
                host + " did not run our script (exit " + std::to_string(*status) + "): " + said,
                "the profile must fit the host: those for POSIX hosts need sh, those for Windows cmd.exe. "
                "Log in by "
                "hand and try it"};
    return {Error::Kind::lost, "no-trailer",
            "the answer of " + host + " broke off" + (said.empty() ? "" : ": " + said),
            "it is looked at again"};
}

}  // namespace clientpush
