#include "profile/command.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "profile/placeholders.h"
#include "profile/properties.h"

namespace clientpush {

namespace {

void check_ports(const RenderInput& input) {
    const std::string site = "site " + input.site;
    if (input.http == 0)
        throw render_refused("HTTP port", site + " has none", "give the site a port from 1 to 65535");
    if (input.https == 0)
        throw render_refused("HTTPS port", site + " has none", "give the site a port from 1 to 65535");
    if (input.http == input.https)
        throw render_refused("ports", site + " has " + std::to_string(input.http) + " for HTTP and for HTTPS",
                             "give the site two different ports");
}

/// Everything that fills one method's placeholders, and which of them it has used.
class Values {
public:
    explicit Values(const RenderInput& input) : input_(input) {}

    std::string fill(std::string_view text) {
        return clientpush::fill(text, [this](const std::string& name) { return value(name); });
    }

    bool used(const std::string& name) const { return used_.contains(name); }

    bool says_yes(const std::string& variable) const {
        static const std::set<std::string> yes = {"yes", "true", "on", "1"};
        static const std::set<std::string> no = {"", "no", "false", "off", "0"};
        const std::string text = variable_value(variable);
        if (!yes.contains(text) && !no.contains(text))
            throw render_refused(variable, "the host's variable is \"" + text + "\", expected yes or no",
                                 "correct it in the inventory");
        return yes.contains(text);
    }

private:
    std::string value(const std::string& name) {
        used_.insert(name);
        if (name == "site") return input_.site;
        if (name == "http_port") return std::to_string(input_.http);
        if (name == "https_port") return std::to_string(input_.https);
        if (name == "stage") return input_.stage;
        if (name == "properties") return input_.properties_file;
        if (name == "management_point") return first_management_point();
        if (name == "management_points") return several_management_points();
        if (name == "always_internet") return input_.location == Location::internet_only ? "1" : "";
        if (name.starts_with("var.")) return variable_value(name.substr(4));
        throw render_refused("{" + name + "}", "there is no such placeholder", "correct the profile");
    }

    std::string variable_value(const std::string& name) const {
        const auto found = input_.variables.find(name);
        return found == input_.variables.end() ? std::string() : found->second;
    }

    std::string first_management_point() const {
        return input_.management_points.empty() ? std::string() : input_.management_points.front();
    }

    std::string several_management_points() const {
        if (input_.management_points.size() < 2) return {};
        std::string all;
        for (const std::string& each : input_.management_points) all += (all.empty() ? "" : ";") + each;
        return all;
    }

    const RenderInput& input_;
    std::set<std::string> used_;
};

/// The cure for a value that is not there, from the placeholder that should have given it.
std::string where_from(const std::string& text) {
    for (const std::string& name : placeholders_in(text)) {
        if (name.starts_with("var.")) return "set the host's variable " + name.substr(4);
        if (name == "management_point") return "give the site its management_points in the inventory";
    }
    return "correct the profile";
}

std::vector<std::string> arguments_of(const Method& method, Values& values) {
    std::vector<std::string> arguments;
    for (const std::string& text : method.command) {
        for (const std::string& name : placeholders_in(text))
            if (values.fill("{" + name + "}").empty())
                throw render_refused(text, "{" + name + "} has no value", where_from(text));
        arguments.push_back(values.fill(text));
        if (text.starts_with('{') && arguments.back().starts_with('-'))
            throw render_refused(text, "its value begins with -, which programs read as an option",
                                 "correct it in the inventory");
    }
    for (const Flag& flag : method.flags)
        if (values.says_yes(flag.variable)) arguments.push_back(flag.argument);
    return arguments;
}

void check_text(const std::string& name, const std::string& value) {
    if (std::ranges::any_of(value, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }))
        throw render_refused(name, "its value contains a control character or a line end",
                             "remove it in the inventory");
}

std::vector<std::pair<std::string, std::string>> properties_of(const Method& method, Values& values) {
    std::vector<std::pair<std::string, std::string>> properties;
    for (const Property& property : method.properties) {
        const std::string value = values.fill(property.value);
        check_text(property.name, value);
        if (!value.empty())
            properties.emplace_back(property.name, value);
        else if (property.required)
            throw render_refused(property.name, "it has no value", where_from(property.value));
    }
    return properties;
}

/// Windows installers take NAME="a b" and /name:"a b": the quotes stand around the value.
std::string cmd_argument(const std::string& argument) {
    const auto colon = argument.find(':');
    if (!argument.starts_with('/') || colon == std::string::npos) return cmd_quote(argument);
    const std::string name = argument.substr(0, colon);
    return name + ":" + cmd_quote(argument.substr(colon + 1), name);
}

std::string line_of(Shell shell, const std::vector<std::string>& arguments,
                    const std::vector<std::pair<std::string, std::string>>& properties) {
    std::string line;
    for (const std::string& argument : arguments) {
        if (!line.empty()) line += ' ';
        line += shell == Shell::cmd ? cmd_argument(argument) : sh_quote(argument);
    }
    for (const auto& [name, value] : properties) {
        const std::string assigned = name + '=';
        line += ' ';
        line += shell == Shell::cmd ? assigned + cmd_quote(value, name) : sh_quote(assigned + value);
    }
    return line;
}

}  // namespace

Rendered render(const Profile& profile, const Method& method, const RenderInput& input) {
    check_ports(input);
    Values values(input);
    Rendered rendered;
    rendered.arguments = arguments_of(method, values);
    rendered.properties = properties_of(method, values);
    if (!values.used("http_port") || !values.used("https_port"))
        throw render_refused("ports", "the method does not carry both of them to the client",
                             "write {http_port} and {https_port} into the profile " + profile.name);
    refuse_contradictions(rendered.arguments, rendered.properties, input.location);

    if (method.properties_in_file) {
        rendered.line = line_of(profile.shell, rendered.arguments, {});
        return rendered;
    }
    rendered.line = line_of(profile.shell, rendered.arguments, rendered.properties);
    for (const auto& [name, value] : rendered.properties)
        rendered.arguments.push_back(fmt::format("{}={}", name, value));
    return rendered;
}

}  // namespace clientpush
