#include "inventory/json_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <unordered_set>
#include <utility>

#include "base/untrusted.h"
#include "inventory/utf8.h"

namespace clientpush {
namespace {

using yaml::Node;

constexpr int deepest = 100;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

class JsonReader {
public:
    JsonReader(std::string_view text, int line) : text_(text), line_(line) {}

    std::optional<Node> read(JsonFault& fault) {
        try {
            Node root = read_value(0);
            skip_space();
            if (at_ < text_.size())
                refuse("after the value stands more text", "remove it, or put it into a file of its own");
            return root;
        } catch (JsonFault& thrown) {
            fault = std::move(thrown);
            return std::nullopt;
        }
    }

private:
    [[noreturn]] void refuse(std::string what, std::string cure) const {
        throw JsonFault{{std::move(what), std::move(cure)}, line_, column_of(at_)};
    }

    [[noreturn]] void refuse_at(const Node& node, std::string what, std::string cure) const {
        throw JsonFault{{std::move(what), std::move(cure)}, node.line, node.column};
    }

    int column_of(std::size_t at) const {
        return static_cast<int>(characters(text_.substr(line_start_, at - line_start_))) + 1;
    }

    bool ended() const { return at_ >= text_.size(); }
    char peek() const { return ended() ? '\0' : text_[at_]; }

    void skip_space() {
        for (; !ended(); ++at_) {
            if (peek() == '\n') {
                ++line_;
                line_start_ = at_ + 1;
            } else if (peek() != ' ' && peek() != '\t' && peek() != '\r') {
                return;
            }
        }
    }

    Node node(Node::Kind kind) const {
        Node made;
        made.kind = kind;
        made.line = line_;
        made.column = column_of(at_);
        return made;
    }

    Node read_value(int depth) {
        skip_space();
        const bool is_control = static_cast<unsigned char>(peek()) < 0x20;
        if (!ended() && is_control) {
            refuse(fmt::format("the control character {} stands here", printable(text_.substr(at_, 1))),
                   "remove it, and save the file as UTF-8");
        }
        if (ended()) refuse("the text ends where a value should be", "check that it is whole");
        if (depth > deepest) refuse(fmt::format("nested deeper than {} levels", deepest), "flatten it");
        if (peek() == '{') return read_object(depth);
        if (peek() == '[') return read_array(depth);
        if (peek() == '"') return read_text();
        return read_word();
    }

    Node read_object(int depth) {
        Node object = node(Node::Kind::mapping);
        std::unordered_set<std::string> keys;
        ++at_;
        for (skip_space(); peek() != '}'; next_item('}')) {
            skip_space();
            if (peek() != '"') refuse("a name in quotes should stand here", "write \"name\": value");
            Node key = read_text();
            if (!keys.insert(key.text).second)
                refuse_at(key, fmt::format("the key \"{}\" stands here twice", key.text), "keep one of them");
            skip_space();
            if (peek() != ':') refuse("a \":\" should stand here", "write \"name\": value");
            ++at_;
            Node value = read_value(depth + 1);
            object.entries.push_back({std::move(key.text), key.line, key.column, std::move(value)});
        }
        ++at_;
        return object;
    }

    Node read_array(int depth) {
        Node array = node(Node::Kind::sequence);
        ++at_;
        for (skip_space(); peek() != ']'; next_item(']')) array.items.push_back(read_value(depth + 1));
        ++at_;
        return array;
    }

    /// Goes on to the next item, or to the end, which no comma may stand before.
    void next_item(char end) {
        skip_space();
        if (peek() == end) return;
        if (peek() != ',')
            refuse(fmt::format("a \",\" or \"{}\" should stand here", end), "check what stands before it");
        ++at_;
        skip_space();
        if (peek() == end) refuse("a \",\" stands before the end", "remove the \",\"");
    }

    Node read_word() {
        Node word = node(Node::Kind::scalar);
        const std::size_t begin = at_;
        while (!ended() && (std::isalnum(static_cast<unsigned char>(peek())) != 0 || peek() == '-' ||
                            peek() == '+' || peek() == '.'))
            ++at_;
        word.text = text_.substr(begin, at_ - begin);
        if (word.text == "null") {
            word.kind = Node::Kind::null;
            word.text.clear();
        } else if (word.text != "true" && word.text != "false" && !is_number(word.text)) {
            at_ = begin;
            refuse("this is no JSON value", "put text in quotes");
        }
        return word;
    }

    static bool is_number(std::string_view text) {
        const auto digits = [&] {
            const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
            text.remove_prefix(count);
            return count > 0;
        };
        const auto skip = [&](std::string_view any) {
            const bool found = !text.empty() && any.find(text.front()) != any.npos;
            if (found) text.remove_prefix(1);
            return found;
        };
        skip("-");
        const bool zero = text.starts_with('0');
        if (zero && text.size() > 1 && is_digit(text[1])) return false;
        if (!digits()) return false;
        if (skip(".") && !digits()) return false;
        if (skip("eE")) {
            skip("+-");
            if (!digits()) return false;
        }
        return text.empty();
    }

    Node read_text() {
        Node text = node(Node::Kind::scalar);
        text.quoted = true;
        ++at_;
        while (peek() != '"' || ended()) {
            if (ended()) refuse_at(text, "a text begins here and is never closed", "add the missing quote");
            const std::size_t end = std::min(text_.find_first_of("\"\\", at_), text_.size());
            const std::string_view run = text_.substr(at_, end - at_);
            if (const auto wrong = std::find_if(run.begin(), run.end(),
                                                [](char c) { return static_cast<unsigned char>(c) < 0x20; });
                wrong != run.end()) {
                at_ += static_cast<std::size_t>(wrong - run.begin());
                refuse_control_character(*wrong);
            }
            text.text += run;
            at_ = end;
            if (peek() == '\\') text.text += read_escape();
        }
        ++at_;
        if (const auto wrong = wrong_in_text(text.text)) refuse_at(text, wrong->what, wrong->cure);
        return text;
    }

    [[noreturn]] void refuse_control_character(char c) const {
        if (c == '\n' || c == '\r') refuse("the line ends inside a text", "add the missing quote");
        if (c == '\t') refuse("a tab stands inside a text", "write it as \\t");
        refuse(fmt::format("the control character {} stands inside a text", printable({&c, 1})),
               c == '\0' ? "save the file as UTF-8, or as UTF-16 with a byte order mark" : "remove it");
    }

    std::string read_escape() {
        constexpr std::string_view letters = "\"\\/bfnrt";
        constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        ++at_;
        const std::size_t which = ended() ? letters.npos : letters.find(peek());
        if (which != letters.npos) {
            ++at_;
            return std::string(1, meanings[which]);
        }
        if (peek() != 'u') refuse("an escape that JSON does not have", "write \\n, \\\", \\\\ or \\uXXXX");
        unsigned code = read_unit();
        if (code >= 0xD800 && code < 0xDC00 && text_.substr(at_, 2) == "\\u") {
            ++at_;
            const unsigned low = read_unit();
            code =
                low >= 0xDC00 && low < 0xE000 ? 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00) : 0xFFFD;
        }
        if (code >= 0xD800 && code < 0xE000)
            refuse("half of a character", "write both halves: \\uD83D\\uDE00");
        std::string character;
        append_utf8(character, code);
        return character;
    }

    /// At the "u": four hexadecimal digits.
    unsigned read_unit() {
        unsigned code = 0;
        for (std::size_t i = 1; i <= 4; ++i) {
            const char c = at_ + i < text_.size() ? text_[at_ + i] : '\0';
            if (std::isxdigit(static_cast<unsigned char>(c)) == 0)
                refuse("four digits must follow \\u", "write it like \\u00e9");
            const unsigned digit = is_digit(c) ? static_cast<unsigned>(c - '0')
                                               : static_cast<unsigned>(std::tolower(c) - 'a') + 10;
            code = code * 16 + digit;
        }
        at_ += 5;
        return code;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_start_ = 0;
    int line_;
};

}  // namespace

std::optional<Node> parse_json(std::string_view text, JsonFault& fault, int line) {
    return JsonReader(text, line).read(fault);
}

}  // namespace clientpush
