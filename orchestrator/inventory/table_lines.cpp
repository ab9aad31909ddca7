#include "inventory/table_lines.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <string_view>

#include "base/excerpt.h"
#include "inventory/text_stream.h"

namespace clientpush {
namespace {

constexpr std::size_t longest = 4096;

using Wanted = std::multimap<int, Problem*>;

Wanted problems_in(const std::string& file, std::vector<Problem>& problems) {
    Wanted wanted;
    for (Problem& problem : problems)
        if (problem.at.file == file && problem.at.line > 0 && problem.excerpt.empty())
            wanted.emplace(problem.at.line, &problem);
    return wanted;
}

/// Keeps the text of wanted lines only, and of those no more than can be shown.
class Lines {
public:
    explicit Lines(Wanted wanted) : wanted_(std::move(wanted)) {}

    bool done() const { return wanted_.empty(); }

    void feed(std::string_view text) {
        while (!text.empty() && !done()) {
            const std::size_t end = text.find('\n');
            if (is_wanted() && line_.size() <= longest) line_ += text.substr(0, std::min(end, longest + 1));
            if (end == text.npos) return;
            finish();
            text.remove_prefix(end + 1);
        }
    }

    void finish() {
        if (line_.ends_with('\r')) line_.pop_back();
        const auto [first, last] = wanted_.equal_range(number_);
        if (line_.size() <= longest && !may_hold_a_secret(line_))
            for (auto each = first; each != last; ++each) each->second->excerpt = line_;
        wanted_.erase(first, last);
        line_.clear();
        ++number_;
    }

private:
    bool is_wanted() const { return wanted_.begin()->first == number_; }

    Wanted wanted_;
    std::string line_;
    int number_ = 1;
};

}  // namespace

void show_lines(const std::string& file, std::vector<Problem>& problems) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(file, ignored)) return;  // a pipe has nothing left to tell
    Lines lines(problems_in(file, problems));
    TextStream stream(file);
    for (std::string block; !lines.done() && stream.next(block);) lines.feed(block);
    if (!lines.done()) lines.finish();
}

}  // namespace clientpush
