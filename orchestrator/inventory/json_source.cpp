#include "inventory/json_source.h"

#include <fmt/format.h>

#include <utility>

#include "inventory/ansible_json.h"
#include "inventory/json_reader.h"
#include "inventory/text_stream.h"

namespace clientpush {
namespace {

constexpr std::size_t limit = std::size_t{256} << 20;

yaml::Document* refuse(const Position& at, const Wrong& wrong, Findings& findings) {
    findings.error(at, wrong.what, wrong.cure);
    return findings.keep(std::nullopt);
}

Wrong too_large() {
    return {fmt::format("larger than {} bytes", limit),
            "write it as CSV or JSON lines, which may be of any size"};
}

std::vector<std::size_t> line_starts(std::string_view source) {
    std::vector<std::size_t> starts{0};
    for (std::size_t end = source.find('\n'); end != std::string_view::npos; end = source.find('\n', end + 1))
        starts.push_back(end + 1);
    return starts;
}

}  // namespace

std::string read_all(std::istream& in) {
    std::string text;
    std::string block(std::size_t{1} << 16, '\0');
    while (text.size() <= limit &&
           (in.read(block.data(), static_cast<std::streamsize>(block.size())) || in.gcount() > 0))
        text.append(block, 0, static_cast<std::size_t>(in.gcount()));
    return text;
}

yaml::Document* read_json(const std::string& name, std::string text, Findings& findings) {
    if (text.size() > limit) return refuse({name, 0, 0}, too_large(), findings);
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
        return refuse({name, 0, 0},
                      {"there is nothing in it, and an inventory in JSON was expected",
                       "give it what ansible-inventory --list prints"},
                      findings);
    }
    yaml::Document document{name, std::move(text), {}, {}};
    document.line_starts = line_starts(document.source);
    JsonFault fault;
    std::optional<yaml::Node> root = parse_json(document.source, fault);
    if (!root) {
        // Its line is shown with the problem, for which the document must be known.
        const yaml::Document* const kept = findings.keep(std::move(document));
        findings.error({kept->file, fault.line, fault.column},
                       "this is not JSON as an inventory has it: " + fault.wrong.what, fault.wrong.cure);
        return findings.keep(std::nullopt);
    }
    document.root = std::move(*root);
    to_yaml_shape(document, findings);
    return findings.keep(std::move(document));
}

yaml::Document* read_json_file(const std::string& file, Findings& findings) {
    TextStream stream(file);
    std::string text;
    for (std::string block; text.size() <= limit && stream.next(block);) text += block;
    if (!stream.wrong().what.empty())
        return refuse({file, stream.wrong_line(), stream.wrong_column()}, stream.wrong(), findings);
    return read_json(file, std::move(text), findings);
}

}  // namespace clientpush
