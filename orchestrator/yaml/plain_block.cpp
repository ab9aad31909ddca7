#include "yaml/plain_block.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace clientpush::yaml {
namespace {

constexpr std::size_t deepest = 50;
constexpr std::size_t longest_key = 255;
constexpr std::size_t most_to_compare = 16;

/// What a character may be part of.
enum : unsigned char { in_key = 1, in_text = 2, in_quotes = 4, first_of_text = 8 };

constexpr std::array<unsigned char, 256> kinds = [] {
    std::array<unsigned char, 256> table{};
    for (std::size_t c = ' '; c < 0x7F; ++c) table[c] = in_quotes;
    for (const char c : std::string_view(" _./:+=@%,-")) table[static_cast<unsigned char>(c)] |= in_text;
    for (const char c : std::string_view("_.-")) table[static_cast<unsigned char>(c)] |= in_key;
    for (const char c : std::string_view("/._")) table[static_cast<unsigned char>(c)] |= first_of_text;
    for (const char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")) {
        table[static_cast<unsigned char>(c)] |= in_key | in_text | first_of_text;
    }
    return table;
}();

bool is(char c, unsigned kind) {
    return (kinds[static_cast<unsigned char>(c)] & kind) != 0;
}

bool all_are(std::string_view text, unsigned kind) {
    return std::all_of(text.begin(), text.end(), [kind](char c) { return is(c, kind); });
}

bool is_null(std::string_view text) {
    return text == "~" || text == "null" || text == "Null" || text == "NULL";
}

/// Thrown at what only the parser can judge; never leaves this file.
struct NotPlain {};

void require(bool plain) {
    if (!plain) throw NotPlain{};
}

class Reader {
public:
    explicit Reader(EntrySink* sink) : sink_(sink) {
        if (sink_ != nullptr) sink_->begin();
    }

    Node run(std::string_view source) {
        while (!source.empty()) {
            const std::size_t end = std::min(source.find('\n'), source.size());
            ++line_;
            read_line(source.substr(0, end));
            source.remove_prefix(std::min(end + 1, source.size()));
        }
        require(!levels_.empty());
        while (levels_.size() > 1) close();
        end_entry(levels_.front());
        return std::move(levels_.front().node);
    }

private:
    struct Level {
        std::size_t indent = 0;
        bool wants_value = false;  ///< the last entry may have a mapping below it
        bool taken = false;        ///< the sink gets the entries
        Node node;
        std::vector<std::string_view> keys;          ///< the first few, of the source
        std::unordered_set<std::string_view> known;  ///< all, once there are many
    };

    void read_line(std::string_view line) {
        const std::size_t indent = line.find_first_not_of(' ');
        if (indent == std::string_view::npos || line[indent] == '#') return;
        if (line == "---" && levels_.empty() && !started_) {
            started_ = true;
            return;
        }
        require(line.back() != ' ');
        enter(indent);
        const std::size_t end_of_key = read_key(line, indent);
        const std::size_t value = line.find_first_not_of(' ', end_of_key);
        if (value == std::string_view::npos) return;
        require(value > end_of_key);
        read_value(line, value);
    }

    /// Opens or closes mappings until the line stands in the innermost one.
    void enter(std::size_t indent) {
        while (!levels_.empty() && indent < levels_.back().indent) {
            require(levels_.size() > 1);
            close();
        }
        if (!levels_.empty() && indent == levels_.back().indent) return;
        require(levels_.empty() || levels_.back().wants_value);
        require(levels_.size() < deepest);
        Level level;
        level.indent = indent;
        level.node = node_at(Node::Kind::mapping, indent);
        level.taken = is_taken();
        levels_.push_back(std::move(level));
    }

    bool is_taken() const {
        if (sink_ == nullptr) return false;
        std::vector<std::string_view> keys;
        for (const Level& level : levels_) {
            if (level.taken) return false;
            keys.push_back(level.node.entries.back().key);
        }
        return sink_->wants(keys);
    }

    void end_entry(Level& level) const {
        if (!level.taken || level.node.entries.empty()) return;
        Node::Entry taken = std::move(level.node.entries.back());
        level.node.entries.pop_back();
        sink_->take(level.node, std::move(taken));
    }

    void close() {
        end_entry(levels_.back());
        Node node = std::move(levels_.back().node);
        levels_.pop_back();
        levels_.back().node.entries.back().value = std::move(node);
        levels_.back().wants_value = false;
    }

    /// Returns where the line goes on behind the colon.
    std::size_t read_key(std::string_view line, std::size_t indent) {
        std::size_t end = indent;
        const std::string_view key = key_from(line, end);
        require(end < line.size() && line[end] == ':');
        Level& level = levels_.back();
        require(is_new(level, key));
        end_entry(level);
        level.wants_value = true;
        const Node nothing = node_at(Node::Kind::null, indent);
        level.node.entries.push_back({std::string(key), nothing.line, nothing.column, nothing});
        return end + 1;
    }

    /// Most mappings are small, and then a look at every key is the shortest way.
    static bool is_new(Level& level, std::string_view key) {
        if (level.known.empty() && level.keys.size() < most_to_compare) {
            const bool is_new = std::ranges::find(level.keys, key) == level.keys.end();
            level.keys.push_back(key);
            return is_new;
        }
        level.known.insert(level.keys.begin(), level.keys.end());
        level.keys.clear();
        return level.known.insert(key).second;
    }

    void read_value(std::string_view line, std::size_t at) {
        Level& level = levels_.back();
        level.wants_value = false;
        const std::string_view text = line.substr(at);
        if (is_null(text)) return;
        Node& value = level.node.entries.back().value;
        if (text.front() == '{' || text.front() == '[') {
            value = read_flow(line, at);
            require(at == line.size());
            return;
        }
        value = node_at(Node::Kind::scalar, at);
        if (is_quote(text.front())) {
            value.text = quoted_text(text);
            value.quoted = true;
        } else {
            require(is_text(text) && text.find(": ") == text.npos && text.back() != ':');
            value.text = text;
        }
    }

    /// A list, a mapping or a text in brackets, all in this line. Goes on behind it.
    Node read_flow(std::string_view line, std::size_t& at, std::size_t depth = 0) {
        require(at < line.size() && depth < deepest);
        if (line[at] == '{' || line[at] == '[') return read_brackets(line, at, depth);
        Node node = node_at(Node::Kind::scalar, at);
        if (is_quote(line[at])) {
            const std::string_view text = quoted_from(line, at);
            node.text = quoted_text(text);
            node.quoted = true;
            at += text.size();
            return node;
        }
        std::string_view text = line.substr(at);
        text = text.substr(0, std::min(text.find_first_of(",:{}[]"), text.size()));
        at += text.size();
        while (text.ends_with(' ')) text.remove_suffix(1);
        require(is_text(text) && !is_null(text));
        node.text = text;
        return node;
    }

    Node read_brackets(std::string_view line, std::size_t& at, std::size_t depth) {
        const bool mapping = line[at] == '{';
        const char end = mapping ? '}' : ']';
        Node node = node_at(mapping ? Node::Kind::mapping : Node::Kind::sequence, at);
        skip_spaces(line, ++at);
        while (line[at] != end) {
            if (mapping) {
                read_entry(line, at, node, depth);
            } else {
                node.items.push_back(read_flow(line, at, depth + 1));
            }
            skip_spaces(line, at);
            if (line[at] == end) break;
            require(line[at] == ',');
            skip_spaces(line, ++at);
            require(line[at] != end);
        }
        ++at;
        return node;
    }

    void read_entry(std::string_view line, std::size_t& at, Node& node, std::size_t depth) {
        const Node nothing = node_at(Node::Kind::null, at);
        const std::string_view key = key_from(line, at);
        require(node.entries.size() < most_to_compare && node.find(key) == nullptr);
        node.entries.push_back({std::string(key), nothing.line, nothing.column, nothing});
        require(line.substr(at, 2) == ": ");
        skip_spaces(line, ++at);
        if (line[at] != ',' && line[at] != '}') node.entries.back().value = read_flow(line, at, depth + 1);
    }

    static void skip_spaces(std::string_view line, std::size_t& at) {
        at = std::min(line.find_first_not_of(' ', at), line.size());
        require(at < line.size());
    }

    static bool is_quote(char c) { return c == '"' || c == '\''; }

    static bool is_text(std::string_view text) {
        if (text.empty() || !all_are(text, in_text)) return false;
        return is(text.front(), first_of_text) || (text.size() > 1 && text[0] == '-' && is(text[1], in_key));
    }

    static std::string_view quoted_from(std::string_view line, std::size_t at) {
        const std::size_t end = line.find(line[at], at + 1);
        require(end != std::string_view::npos);
        return line.substr(at, end + 1 - at);
    }

    /// A key, with or without quotes. Goes on behind it.
    static std::string_view key_from(std::string_view line, std::size_t& at) {
        std::string_view key;
        if (is_quote(line[at])) {
            const std::string_view whole = quoted_from(line, at);
            key = quoted_text(whole);
            at += whole.size();
        } else {
            const std::size_t start = at;
            while (at < line.size() && is(line[at], in_key)) ++at;
            key = line.substr(start, at - start);
            require(!key.empty() && is(key.front(), first_of_text) && !is_null(key));
        }
        require(key.size() <= longest_key);
        return key;
    }

    /// What stands between the quotes, where it says nothing but itself.
    static std::string_view quoted_text(std::string_view text) {
        require(text.size() >= 2 && text.back() == text.front());
        const std::string_view inner = text.substr(1, text.size() - 2);
        require(all_are(inner, in_quotes) && inner.find(text.front()) == inner.npos);
        require(text.front() == '\'' || inner.find('\\') == inner.npos);
        return inner;
    }

    Node node_at(Node::Kind kind, std::size_t at) const {
        Node node;
        node.kind = kind;
        node.line = line_;
        node.column = static_cast<int>(at) + 1;
        return node;
    }

    EntrySink* sink_;
    int line_ = 0;
    bool started_ = false;
    std::vector<Level> levels_;
};

}  // namespace

std::optional<Node> parse_plain_block(const Document& document, EntrySink* sink) {
    try {
        return Reader(sink).run(document.source);
    } catch (const NotPlain&) {
        return std::nullopt;
    }
}

}  // namespace clientpush::yaml
