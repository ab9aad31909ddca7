#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "yaml/document.h"

namespace clientpush {

/// Every problem of every file of an inventory, each told once, with its line.
class Findings {
public:
    /// Reads and keeps a YAML file; null when it could not be read, which is a problem already.
    yaml::Document* read_file(const std::string& file, yaml::EntrySink* sink = nullptr);
    yaml::Document* read_text(const std::string& name, const std::string& text,
                              yaml::EntrySink* sink = nullptr);

    /// Keeps a document that somebody else has read; null stays a hole in what we know.
    yaml::Document* keep(std::optional<yaml::Document> document);

    void error(const Position& at, std::string what, std::string cure);
    void warning(const Position& at, std::string what, std::string cure);

    /// Lets the problems of these files show their lines. They are tables, which nobody keeps in memory: each
    /// is read once more, up to its last problem.
    void show_tables(const std::set<std::string, std::less<>>& files);

    /// A file or a whole section is missing from what we know, so nothing can be said of what spans files.
    bool incomplete() const { return incomplete_; }
    void now_incomplete() { incomplete_ = true; }

    bool any_error() const { return errors_ > 0; }

    const std::vector<Problem>& all() const { return problems_; }

private:
    void add(const Position& at, std::string what, std::string cure, Problem::Severity severity);

    std::deque<yaml::Document> documents_;
    std::map<std::string, const yaml::Document*, std::less<>> by_file_;
    std::vector<Problem> problems_;
    std::set<std::tuple<std::string, int, int, std::string>> told_;
    bool incomplete_ = false;
    int errors_ = 0;
};

/// A cure that names the words that are known, and first the one that was meant.
std::string use_one_of(std::string_view word, const std::vector<std::string>& known);

/// "a list", "a mapping", "nothing", "a single value".
std::string_view kind_of(yaml::Node::Kind kind);
inline std::string_view kind_of(const yaml::Node& node) {
    return kind_of(node.kind);
}

}  // namespace clientpush
