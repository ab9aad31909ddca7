#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "profile/profile.h"
#include "yaml/document.h"

namespace clientpush {

/// Reads pieces of a profile and gathers what is wrong with them. A reading function returns an empty value
/// after it has reported its problem, so that the rest is still read.
class NodeReader {
public:
    NodeReader(const yaml::Document& document, std::vector<Problem>& problems)
        : document_(document), problems_(problems) {}

    void wrong(const yaml::Node& at, std::string what, std::string cure = {});
    void wrong(const yaml::Node::Entry& at, std::string what, std::string cure = {});

    /// True when the node is a mapping; its unknown keys are reported with the nearest known one.
    bool keys(const yaml::Node& node, std::string_view what, const std::vector<std::string>& known);

    bool is_mapping(const yaml::Node& node, std::string_view what);
    bool is_list(const yaml::Node& node, std::string_view what);

    std::string text(const yaml::Node& node, std::string_view what);
    bool truth(const yaml::Node& node, std::string_view what);

    /// A text whose placeholders are all known.
    std::string pattern(const yaml::Node& node, std::string_view what);

    /// "did you mean x?", or the whole choice when nothing is near.
    static std::string instead(std::string_view word, const std::vector<std::string>& known);

private:
    const yaml::Document& document_;
    std::vector<Problem>& problems_;
};

/// Reads `install:` or `switch:` of a profile whose shell and files are known already.
Method read_method(NodeReader& reader, const yaml::Node::Entry& entry, const Profile& profile);

}  // namespace clientpush
