#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "base/untrusted.h"
#include "yaml/builder.h"
#include "yaml/document.h"
#include "yaml/plain_block.h"

namespace clientpush::yaml {
namespace {

struct Words {
    std::string_view of_the_parser;
    const char* what;
    const char* cure;
};

constexpr Words plain_words[] = {
    {"end of map not found", "this does not belong to the mapping above it",
     "let all keys of one mapping begin in the same column, and write \": \" after each"},
    {"end of sequence not found", "this does not belong to the list above it",
     "let all \"- \" of one list begin in the same column"},
    {"end of map flow not found", "the \"{{\" of line {} is not closed before this place",
     "add the missing \"}\" or \",\", and put a name with brackets in quotes"},
    {"end of sequence flow not found", "the \"[\" of line {} is not closed before this place",
     "add the missing \"]\" or \",\""},
    {"illegal map value", "a \":\" cannot stand here",
     "look at the indentation, and put text that contains \": \" in quotes"},
    {"illegal block entry", "a list cannot begin here", "begin it on a line of its own"},
    {"illegal flow end", "this bracket closes nothing", "remove it"},
    {"the referenced anchor is not defined", "aliases (*name) are refused", "write the value out"},
    {"illegal EOF in scalar", "a text in quotes is not closed before the end of the file",
     "add the missing quote"},
    {"unknown token", "a text cannot begin with this character", "put the text in quotes"},
};

bool is_indented_with_tab(const Document& document, const Position& where) {
    if (where.line < 1) return false;
    const std::size_t start = document.line_starts[static_cast<std::size_t>(where.line) - 1];
    const std::size_t text = document.source.find_first_not_of(" \t", start);
    return std::string_view(document.source).substr(start, text - start).find('\t') != std::string_view::npos;
}

Problem in_plain_words(const Document& document, const Builder& builder, const YAML::Exception& e) {
    const Position where = builder.at(e.mark);
    if (is_indented_with_tab(document, where)) {
        return document.problem(where, "a tab in the indentation", "indent with spaces");
    }
    for (const Words& words : plain_words) {
        if (!e.msg.starts_with(words.of_the_parser)) continue;
        return document.problem(where, fmt::format(fmt::runtime(words.what), builder.open_since()),
                                words.cure);
    }
    return document.problem(where, "this is not YAML: " + e.msg);
}

std::vector<std::size_t> line_starts(std::string_view source) {
    std::vector<std::size_t> starts{0};
    starts.reserve(static_cast<std::size_t>(std::ranges::count(source, '\n')) + 1);
    for (std::size_t end = source.find('\n'); end != std::string_view::npos;
         end = source.find('\n', end + 1)) {
        starts.push_back(end + 1);
    }
    return starts;
}

/// The parser would take its time, and nobody wrote such a line.
bool refuse_long_line(const Document& document, std::vector<Problem>& problems) {
    constexpr std::size_t longest = std::size_t{1} << 20;
    for (std::size_t i = 0; i < document.line_starts.size(); ++i) {
        const bool last = i + 1 == document.line_starts.size();
        const std::size_t end = last ? document.source.size() : document.line_starts[i + 1];
        if (end - document.line_starts[i] <= longest) continue;
        problems.push_back(document.problem(document.at_byte(i, 0),
                                            fmt::format("this line is longer than {} bytes", longest),
                                            "break it into several lines"));
        return true;
    }
    return false;
}

/// The first character of the line that cannot be printed, as escaped text, with its place in bytes.
std::optional<std::pair<std::size_t, std::string>> first_unprintable(std::string_view line) {
    if (std::all_of(line.begin(), line.end(), [](char c) { return (c >= ' ' && c < 0x7F) || c == '\t'; }))
        return std::nullopt;
    const std::string shown = printable(line, true);
    if (shown == line) return std::nullopt;
    const auto [in_line, in_shown] = std::mismatch(line.begin(), line.end(), shown.begin(), shown.end());
    const auto at = static_cast<std::size_t>(in_shown - shown.begin());
    // A byte reads \xNN, a character \u{NNNN}.
    const std::size_t length = shown.compare(at, 2, "\\u") == 0 ? shown.find('}', at) + 1 - at : 4;
    return std::pair(static_cast<std::size_t>(in_line - line.begin()), shown.substr(at, length));
}

void refuse_unprintable(const Document& document, std::vector<Problem>& problems) {
    for (std::size_t i = 0; i < document.line_starts.size(); ++i) {
        const std::size_t start = document.line_starts[i];
        const bool last = i + 1 == document.line_starts.size();
        std::string_view line =
            std::string_view(document.source)
                .substr(start, last ? std::string::npos : document.line_starts[i + 1] - 1 - start);
        if (line.ends_with('\r')) line.remove_suffix(1);
        const auto found = first_unprintable(line);
        if (!found) continue;
        problems.push_back(document.problem(document.at_byte(i, found->first),
                                            "this character is not text: " + found->second,
                                            "remove it, and save the file as UTF-8"));
    }
}

/// The parser passes over directives that it does not know, and with them over what follows in the line.
void refuse_directive(const Document& document, std::vector<Problem>& problems) {
    for (std::size_t i = 0; i < document.line_starts.size(); ++i) {
        const std::string_view line = std::string_view(document.source).substr(document.line_starts[i]);
        if (line.starts_with('#') || line.starts_with('\n') || line.starts_with('\r')) continue;
        if (!line.starts_with('%')) return;
        problems.push_back(
            document.problem(document.at_byte(i, 0), "directives (%NAME) are refused", "remove the line"));
    }
}

/// How many keys stood twice: those are told, and the rest can still be read.
std::size_t build(Document& document, std::vector<Problem>& problems, Vault vault, EntrySink* sink) {
    if (std::optional<Node> root = parse_plain_block(document, sink)) {
        document.root = std::move(*root);
        return 0;
    }
    std::istringstream in(document.source);
    Builder builder(document, problems, vault, sink);
    try {
        YAML::Parser parser(in);
        while (parser.HandleNextDocument(builder)) {
        }
    } catch (const YAML::Exception& e) {
        problems.push_back(in_plain_words(document, builder, e));
    } catch (const Builder::Stop&) {
        // What stopped it is among the problems already.
    }
    document.root = builder.take_root();
    return builder.repeated_keys();
}

std::optional<std::string> read(const std::string& file, std::size_t limit, std::string& what,
                                std::string& cure) {
    std::error_code ignored;
    if (std::filesystem::is_directory(file, ignored)) {
        what = "this is a folder, not a file";
        return std::nullopt;
    }
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        what = std::string("cannot be read: ") + std::strerror(errno);
        cure = "check the name, and whether you may read it";
        return std::nullopt;
    }
    const std::string too_large = fmt::format("larger than {} bytes", limit);
    const auto size = std::filesystem::file_size(file, ignored);
    if (!ignored && size > limit) {
        what = too_large;
        cure = "split it into several files";
        return std::nullopt;
    }
    std::string text;
    std::vector<char> block(std::size_t{1} << 16);
    while (in.read(block.data(), static_cast<std::streamsize>(block.size())) || in.gcount() > 0) {
        text.append(block.data(), static_cast<std::size_t>(in.gcount()));
        if (text.size() > limit) {
            what = too_large;
            cure = "split it into several files";
            return std::nullopt;
        }
    }
    return text;
}

}  // namespace

std::optional<Document> parse(std::string file, std::string source, std::vector<Problem>& problems,
                              Vault vault, EntrySink* sink) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (source.starts_with(byte_order_mark)) source.erase(0, byte_order_mark.size());
    Document document{std::move(file), std::move(source), {}, {}};
    document.line_starts = line_starts(document.source);

    const std::size_t before = problems.size();
    if (refuse_long_line(document, problems)) return std::nullopt;
    refuse_unprintable(document, problems);
    refuse_directive(document, problems);
    std::size_t harmless = 0;
    if (problems.size() == before) harmless = build(document, problems, vault, sink);
    if (problems.size() > before + harmless) return std::nullopt;
    return document;
}

std::optional<Document> parse_file(const std::string& file, std::vector<Problem>& problems, std::size_t limit,
                                   Vault vault, EntrySink* sink) {
    std::string what;
    std::string cure;
    std::optional<std::string> source = read(file, limit, what, cure);
    if (!source) {
        problems.push_back({{file, 0, 0}, what, cure, {}});
        return std::nullopt;
    }
    return parse(file, std::move(*source), problems, vault, sink);
}

}  // namespace clientpush::yaml
