#include "unit/profile/cases.h"

#include <stdlib.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "yaml/document.h"

namespace clientpush {

namespace fs = std::filesystem;

namespace {

const fs::path folder = fs::path(CLIENTPUSH_TEST_DATA) / "profile";

std::string text_at(const yaml::Node& root, std::string_view key) {
    const yaml::Node* node = root.find(key);
    return node == nullptr ? "" : node->text;
}

Port port_at(const yaml::Node& root, std::string_view key) {
    const yaml::Node* node = root.find(key);
    return node == nullptr ? Port{0} : static_cast<Port>(yaml::as_integer(*node).value());
}

std::optional<Location> location_of(const std::string& text) {
    if (text.empty()) return std::nullopt;
    if (text == "internet") return Location::internet;
    if (text == "internet-only") return Location::internet_only;
    if (text == "cmg") return Location::cmg;
    throw std::runtime_error("no such location: " + text);
}

}  // namespace

TempFolder::TempFolder() {
    std::string pattern = (fs::temp_directory_path() / "clientpush-profile-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
}

TempFolder::~TempFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

fs::path TempFolder::write(const std::string& name, const std::string& text) const {
    const fs::path file = path_ / name;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    return file;
}

std::string read_text(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> render_cases() {
    std::vector<std::string> names;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".yml") names.push_back(entry.path().stem().string());
    std::ranges::sort(names);
    return names;
}

RenderCase read_case(const std::string& name) {
    std::vector<Problem> problems;
    const auto document = yaml::parse_file((folder / (name + ".yml")).string(), problems);
    throw_if_wrong(problems);
    const yaml::Node& root = document->root;
    RenderCase read{text_at(root, "profile"), text_at(root, "method"), {}};
    read.input.site = text_at(root, "site");
    read.input.http = port_at(root, "http");
    read.input.https = port_at(root, "https");
    read.input.stage = text_at(root, "stage");
    read.input.properties_file = text_at(root, "properties_file");
    read.input.location = location_of(text_at(root, "location"));
    for (const yaml::Node& item : root.find("management_points")->items)
        read.input.management_points.push_back(item.text);
    if (const yaml::Node* variables = root.find("variables"))
        for (const yaml::Node::Entry& entry : variables->entries)
            read.input.variables[entry.key] = entry.value.text;
    return read;
}

}  // namespace clientpush
