#include "yaml/builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/untrusted.h"

namespace clientpush::yaml {
namespace {

constexpr std::size_t deepest = 100;
constexpr int most_problems = 1000;

/// Where the text in quotes ends that `source` begins with; npos when nothing closes it.
std::size_t end_of_quoted(std::string_view source) {
    const char quote = source.front();
    for (std::size_t i = 1; i < source.size(); ++i) {
        const bool escape = quote == '"' ? source[i] == '\\' : source.substr(i, 2) == "''";
        if (escape) {
            ++i;
        } else if (source[i] == quote) {
            return i + 1;
        }
    }
    return std::string_view::npos;
}

bool begins_with_quote(std::string_view source) {
    return source.starts_with('"') || source.starts_with('\'');
}

}  // namespace

Position Builder::at(const YAML::Mark& mark) const {
    if (mark.is_null()) return {document_.file, 0, 0};
    return document_.at_byte(static_cast<std::size_t>(mark.line), static_cast<std::size_t>(mark.column));
}

Node Builder::node_at(Node::Kind kind, const YAML::Mark& mark) const {
    const Position where = at(mark);
    Node node;
    node.kind = kind;
    node.line = where.line;
    node.column = where.column;
    return node;
}

void Builder::OnDocumentStart(const YAML::Mark& mark) {
    if (++documents_ == 1) return;
    if (source_from(mark).starts_with("---")) {
        refuse(at(mark), "a second document begins here, but a file holds one",
               "put it into a file of its own");
    } else {
        refuse(at(mark), "this is indented less than the beginning of the file",
               "let both begin in the same column");
    }
    throw Stop{};
}

void Builder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
    refuse_anchor(mark, anchor);
    place(node_at(Node::Kind::null, mark));
}

void Builder::OnAlias(const YAML::Mark& mark, YAML::anchor_t) {
    refuse(at(mark), "aliases (*name) are refused", "write the value out");
    place(node_at(Node::Kind::null, mark));
}

void Builder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       const std::string& value) {
    refuse_anchor(mark, anchor);
    // An escape in quotes can make what the file itself may not hold.
    if (const std::string shown = printable(value, true); shown != value) {
        refuse(at(mark), "control characters are refused: " + shown, "remove the escape");
    }
    check_quotes(mark);
    check_fold(mark);
    if (!levels_.empty() && levels_.back().wants_key() && !levels_.back().flow) check_colon(mark, value);
    Node node = node_at(Node::Kind::scalar, mark);
    node.text = value;
    node.quoted = tag != "?";
    node.vault = tag == "!vault" && vault_ == Vault::kept;
    if (!node.vault && has_written_tag(mark, tag))
        refuse(at(mark), "tags (!name) are refused", "remove the tag");
    place(std::move(node));
}

void Builder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                              YAML::EmitterStyle::value style) {
    open({node_at(Node::Kind::sequence, mark), style == YAML::EmitterStyle::Flow, false, {}}, mark, tag,
         anchor);
}

void Builder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) {
    open({node_at(Node::Kind::mapping, mark), style == YAML::EmitterStyle::Flow, false, {}}, mark, tag,
         anchor);
}

void Builder::open(Level level, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    refuse_anchor(mark, anchor);
    if (has_written_tag(mark, tag)) refuse(at(mark), "tags (!name) are refused", "remove the tag");
    if (levels_.size() == deepest) {
        refuse(at(mark), fmt::format("nested deeper than {} levels", deepest), "flatten the file");
        throw Stop{};
    }
    level.taken = is_taken(level.node);
    levels_.push_back(std::move(level));
}

bool Builder::is_taken(const Node& node) const {
    if (sink_ == nullptr || node.kind != Node::Kind::mapping) return false;
    std::vector<std::string_view> keys;
    for (const Level& level : levels_) {
        if (level.taken || !level.has_key) return false;
        keys.push_back(level.node.entries.back().key);
    }
    return sink_->wants(keys);
}

void Builder::close() {
    Node node = std::move(levels_.back().node);
    levels_.pop_back();
    place(std::move(node));
}

void Builder::place(Node node) {
    if (levels_.empty()) {
        root_ = std::move(node);
        return;
    }
    Level& level = levels_.back();
    if (level.node.kind == Node::Kind::sequence) {
        level.node.items.push_back(std::move(node));
    } else if (level.wants_key()) {
        place_key(level, std::move(node));
    } else {
        Node::Entry& entry = level.node.entries.back();
        if (node.kind == Node::Kind::null) {
            // The parser notices a missing value only where the next thing stands.
            node.line = entry.line;
            node.column = entry.column;
        }
        entry.value = std::move(node);
        level.has_key = false;
        if (!level.taken) return;
        Node::Entry taken = std::move(entry);
        level.node.entries.pop_back();
        sink_->take(level.node, std::move(taken));
    }
}

void Builder::place_key(Level& level, Node key) {
    const Position where{document_.file, key.line, key.column};
    if (key.kind != Node::Kind::scalar) {
        refuse(where, "a key must be plain text", "write a name before the colon");
    } else if (key.text == "<<") {
        refuse(where, "merge keys (<<) are refused", "write the values out");
    } else {
        const auto [first, is_new] = level.lines.emplace(key.text, key.line);
        if (!is_new) {
            ++repeated_keys_;
            refuse(where,
                   fmt::format("the key \"{}\" stands here twice, first in line {}", key.text, first->second),
                   "keep one of them");
        }
    }
    level.node.entries.push_back({std::move(key.text), key.line, key.column, {}});
    level.has_key = true;
}

void Builder::refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor)
        refuse(at(mark), "anchors (&name) are refused", "write the value out where it is used");
}

void Builder::check_quotes(const YAML::Mark& mark) {
    std::string_view source = source_from(mark);
    if (source.starts_with('!')) {
        const std::size_t end_of_tag = std::min(source.find_first_of(" \t\n"), source.size());
        source.remove_prefix(std::min(source.find_first_not_of(" \t\n", end_of_tag), source.size()));
    }
    if (!begins_with_quote(source) || end_of_quoted(source) != std::string_view::npos) return;
    refuse(at(mark), "a text in quotes begins here and is never closed", "add the missing quote");
    throw Stop{};
}

/// yaml-cpp 0.7 loses a line end of ">+".
void Builder::check_fold(const YAML::Mark& mark) {
    const std::string_view source = source_from(mark);
    const std::string_view header = source.substr(0, source.find_first_of(" \t\r\n"));
    if (header.size() > 3 || !header.starts_with('>') || header.find('+') == header.npos) return;
    refuse(at(mark), "folded text that keeps its last line ends (>+) is refused", "write \">\", or \"|+\"");
}

void Builder::check_colon(const YAML::Mark& mark, const std::string& key) {
    const std::string_view source = source_from(mark);
    const bool quoted = begins_with_quote(source);
    if (quoted || source.starts_with(key)) {
        const std::size_t next = source.find_first_not_of(" \t", quoted ? end_of_quoted(source) : key.size());
        if (next != std::string_view::npos && source[next] == ':') return;
    }
    // A key that looks different in the file went on over several lines before the parser gave up.
    const std::string word = key.substr(0, key.find(' '));
    refuse(at(mark), fmt::format("a \":\" is missing after \"{}\"", word), "write \"name: value\"");
}

/// The parser gives plain text the tag "?" and quoted text "!", which can also be written.
bool Builder::has_written_tag(const YAML::Mark& mark, const std::string& tag) const {
    if (tag.empty() || tag == "?") return false;
    return tag != "!" || source_from(mark).starts_with('!');
}

std::string_view Builder::source_from(const YAML::Mark& mark) const {
    const auto line = static_cast<std::size_t>(mark.line);
    if (mark.is_null() || line >= document_.line_starts.size()) return {};
    const std::size_t offset = document_.line_starts[line] + static_cast<std::size_t>(mark.column);
    return std::string_view(document_.source).substr(std::min(offset, document_.source.size()));
}

void Builder::refuse(Position where, std::string what, std::string cure) {
    problems_.push_back(document_.problem(std::move(where), std::move(what), std::move(cure)));
    if (++refused_ == most_problems) throw Stop{};
}

}  // namespace clientpush::yaml
