#include "profile/properties.h"

#include <algorithm>
#include <cctype>

namespace clientpush {

namespace {

using Properties = std::vector<std::pair<std::string, std::string>>;

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return result;
}

std::string value_of(const Properties& properties, std::string_view name) {
    for (const auto& property : properties)
        if (property.first == name) return property.second;
    return {};
}

bool is_site_code(std::string_view text) {
    return text.size() == 3 &&
           std::ranges::all_of(text, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; });
}

void check_site_code(const std::string& code, const std::string& host_name) {
    if (code.empty() || is_site_code(code)) return;
    if (lower(code) != "auto")
        throw render_refused("SMSSITECODE",
                             "\"" + code + "\" is no site code: it has three letters or digits",
                             "correct the site's code in the inventory");
    if (!host_name.empty())
        throw render_refused("SMSSITECODE",
                             "AUTO cannot stand beside CCMHOSTNAME: it finds no site out there",
                             "give the site's code");
}

void check_internet(const std::string& host_name, const std::string& always) {
    if (host_name.find("://") != std::string::npos)
        throw render_refused("CCMHOSTNAME", "\"" + host_name + "\" begins with a protocol",
                             "give the name alone, without https://");
    if (!always.empty() && host_name.empty())
        throw render_refused("CCMALWAYSINF", "an internet-only client needs CCMHOSTNAME, its way to the site",
                             "set the host's variable ccmhostname to the internet management point");
}

void check_argument(const std::string& argument, std::optional<Location> location) {
    if (is_logon(argument))
        throw render_refused(argument, "with it an installed client keeps its old ports",
                             "remove it from the profile");
    const std::string text = lower(argument);
    if (location == Location::cmg && text.starts_with("/mp:") && !text.starts_with("/mp:https://"))
        throw render_refused("/mp",
                             "\"" + argument.substr(4) + "\" is a CMG's, so it must begin with https://",
                             "write https:// in front of it");
}

}  // namespace

Error render_refused(std::string_view subject, const std::string& what, std::string cure) {
    return {Error::Kind::usage, "render-refused", std::string(subject) + ": " + what, std::move(cure)};
}

bool is_logon(std::string_view argument) {
    return lower(argument) == "/logon";
}

void refuse_contradictions(const std::vector<std::string>& arguments, const Properties& properties,
                           std::optional<Location> location) {
    for (const std::string& argument : arguments) check_argument(argument, location);
    const std::string host_name = value_of(properties, "CCMHOSTNAME");
    check_site_code(value_of(properties, "SMSSITECODE"), host_name);
    check_internet(host_name, value_of(properties, "CCMALWAYSINF"));
}

}  // namespace clientpush
