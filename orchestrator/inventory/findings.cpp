#include "inventory/findings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

#include "base/excerpt.h"
#include "inventory/table_lines.h"

namespace clientpush {

yaml::Document* Findings::read_file(const std::string& file, yaml::EntrySink* sink) {
    constexpr std::size_t limit = std::size_t{256} << 20;
    return keep(yaml::parse_file(file, problems_, limit, yaml::Vault::kept, sink));
}

yaml::Document* Findings::read_text(const std::string& name, const std::string& text, yaml::EntrySink* sink) {
    return keep(yaml::parse(name, text, problems_, yaml::Vault::kept, sink));
}

yaml::Document* Findings::keep(std::optional<yaml::Document> document) {
    if (!document) {
        incomplete_ = true;
        return nullptr;
    }
    yaml::Document& kept = documents_.emplace_back(std::move(*document));
    by_file_[kept.file] = &kept;
    return &kept;
}

void Findings::error(const Position& at, std::string what, std::string cure) {
    add(at, std::move(what), std::move(cure), Problem::Severity::error);
}

void Findings::warning(const Position& at, std::string what, std::string cure) {
    add(at, std::move(what), std::move(cure), Problem::Severity::warning);
}

void Findings::add(const Position& at, std::string what, std::string cure, Problem::Severity severity) {
    if (severity == Problem::Severity::error) ++errors_;
    if (!told_.emplace(at.file, at.line, at.column, what).second) return;
    const auto found = by_file_.find(at.file);
    Problem problem = found == by_file_.end()
                          ? Problem{at, shorten(std::move(what)), shorten(std::move(cure)), {}}
                          : found->second->problem(at, std::move(what), std::move(cure));
    problem.severity = severity;
    problems_.push_back(std::move(problem));
}

void Findings::show_tables(const std::set<std::string, std::less<>>& files) {
    for (const std::string& file : files) show_lines(file, problems_);
}

std::string use_one_of(std::string_view word, const std::vector<std::string>& known) {
    if (const std::string meant = yaml::nearest(word, known); !meant.empty()) {
        return fmt::format("write \"{}\" (known: {})", meant, fmt::join(known, ", "));
    }
    return fmt::format("use one of: {}", fmt::join(known, ", "));
}

std::string_view kind_of(yaml::Node::Kind kind) {
    switch (kind) {
        case yaml::Node::Kind::null:
            return "nothing";
        case yaml::Node::Kind::scalar:
            return "a single value";
        case yaml::Node::Kind::sequence:
            return "a list";
        case yaml::Node::Kind::mapping:
            return "a mapping";
    }
    return "";
}

}  // namespace clientpush
