#include <fmt/format.h>

#include <iterator>

#include "yaml/document.h"

namespace clientpush::yaml {
namespace {

void append_text(std::string& json, std::string_view text) {
    json += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            json += '\\';
            json += c;
        } else if (c == '\n') {
            json += "\\n";
        } else if (static_cast<unsigned char>(c) < 0x20) {
            fmt::format_to(std::back_inserter(json), "\\u{:04x}", static_cast<unsigned>(c));
        } else {
            json += c;
        }
    }
    json += '"';
}

std::string_view digits_of(std::string_view& text) {
    const std::string_view digits = text.substr(0, text.find_first_not_of("0123456789"));
    text.remove_prefix(digits.size());
    return digits;
}

/// A number that JSON and all readers of YAML write and read alike, of any size: 7, -7, 1.5, 1.5e+3.
bool is_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const std::string_view whole = digits_of(text);
    if (whole.empty() || (whole.size() > 1 && whole.starts_with('0'))) return false;
    if (text.empty()) return true;
    if (!text.starts_with('.')) return false;
    text.remove_prefix(1);
    if (digits_of(text).empty()) return false;
    if (text.empty()) return true;
    if (!text.starts_with("e+") && !text.starts_with("e-")) return false;
    text.remove_prefix(2);
    return !digits_of(text).empty() && text.empty();
}

void append(std::string& json, const Node& node);

void append_scalar(std::string& json, const Node& node) {
    if (node.vault) {
        // What `ansible-inventory --list` prints for it.
        json += "{\"__ansible_vault\":";
        append_text(json, node.text);
        json += '}';
    } else if (!node.quoted && is_number(node.text)) {
        json += node.text;
    } else if (const std::optional<bool> truth = as_truth(node)) {
        json += *truth ? "true" : "false";
    } else {
        append_text(json, node.text);
    }
}

void append_sequence(std::string& json, const Node& node) {
    json += '[';
    for (const Node& item : node.items) {
        if (&item != &node.items.front()) json += ',';
        append(json, item);
    }
    json += ']';
}

void append_mapping(std::string& json, const Node& node) {
    json += '{';
    for (const Node::Entry& entry : node.entries) {
        if (&entry != &node.entries.front()) json += ',';
        append_text(json, entry.key);
        json += ':';
        append(json, entry.value);
    }
    json += '}';
}

void append(std::string& json, const Node& node) {
    switch (node.kind) {
        case Node::Kind::null:
            json += "null";
            break;
        case Node::Kind::scalar:
            append_scalar(json, node);
            break;
        case Node::Kind::sequence:
            append_sequence(json, node);
            break;
        case Node::Kind::mapping:
            append_mapping(json, node);
            break;
    }
}

}  // namespace

std::string to_json(const Node& node) {
    std::string json;
    append(json, node);
    return json;
}

}  // namespace clientpush::yaml
