#include "profile/reader.h"

#include <algorithm>
#include <utility>

#include "profile/placeholders.h"

namespace clientpush {

using Kind = yaml::Node::Kind;

void NodeReader::wrong(const yaml::Node& at, std::string what, std::string cure) {
    problems_.push_back(document_.problem(document_.at(at), std::move(what), std::move(cure)));
}

void NodeReader::wrong(const yaml::Node::Entry& at, std::string what, std::string cure) {
    problems_.push_back(document_.problem(document_.at(at), std::move(what), std::move(cure)));
}

bool NodeReader::is_mapping(const yaml::Node& node, std::string_view what) {
    if (node.kind == Kind::mapping) return true;
    wrong(node, std::string(what) + " must be a mapping of keys to values");
    return false;
}

bool NodeReader::is_list(const yaml::Node& node, std::string_view what) {
    if (node.kind == Kind::sequence) return true;
    wrong(node, std::string(what) + " must be a list", "write it as [first, second]");
    return false;
}

bool NodeReader::keys(const yaml::Node& node, std::string_view what, const std::vector<std::string>& known) {
    if (!is_mapping(node, what)) return false;
    for (const yaml::Node::Entry& entry : node.entries)
        if (std::ranges::find(known, entry.key) == known.end())
            wrong(entry, "unknown key \"" + entry.key + "\" in " + std::string(what),
                  instead(entry.key, known));
    return true;
}

std::string NodeReader::text(const yaml::Node& node, std::string_view what) {
    if (node.kind == Kind::scalar && !node.text.empty()) return node.text;
    wrong(node, std::string(what) + " must be a text that is not empty");
    return {};
}

bool NodeReader::truth(const yaml::Node& node, std::string_view what) {
    if (const auto value = yaml::as_truth(node)) return *value;
    wrong(node, std::string(what) + " must be true or false");
    return false;
}

std::string NodeReader::pattern(const yaml::Node& node, std::string_view what) {
    std::string value = text(node, what);
    for (const std::string& name : placeholders_in(value))
        if (!is_placeholder(name))
            wrong(node, "unknown placeholder {" + name + "} in " + std::string(what),
                  instead(name, known_placeholders()) + "; a variable of the host is {var.NAME}");
    return value;
}

std::string NodeReader::instead(std::string_view word, const std::vector<std::string>& known) {
    if (const std::string near = yaml::nearest(word, known); !near.empty()) return "write \"" + near + "\"";
    std::string all;
    for (const std::string& each : known) all += (all.empty() ? "" : ", ") + each;
    return "use one of: " + all;
}

}  // namespace clientpush
