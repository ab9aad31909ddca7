#include "profile/profile.h"

#include <fmt/format.h>

#include <iostream>

#include "cli/command.h"
#include "cli/context.h"
#include "cli/exit_code.h"
#include "profile/command.h"

namespace clientpush {

namespace {

int list(const Settings& settings) {
    for (const Profile& profile : load_profiles(settings.payload))
        std::cout << fmt::format("{:<14} {}\n", profile.name, profile.about);
    return exit_code::ok;
}

void show_method(const Profile& profile, const char* name, const std::optional<Method>& method) {
    if (!method) return;
    RenderInput input;
    input.site = "ABC";
    input.http = 8080;
    input.https = 8443;
    input.management_points = {"mp1.corp.example"};
    const bool posix = profile.shell == Shell::posix;
    input.stage = posix ? profile.directory + "/payload/DIGEST" : profile.directory + "\\payload\\DIGEST";
    input.properties_file = profile.directory + "/attempts/ID/properties";
    const Rendered rendered = render(profile, *method, input);
    std::cout << fmt::format("\n{} (at most {}{}), for site ABC on 8080 and 8443:\n  {}\n", name,
                             to_text(method->deadline), method->rerun_safe ? ", may be repeated" : "",
                             rendered.line);
    if (method->properties_in_file)
        for (const auto& [key, value] : rendered.properties)
            std::cout << fmt::format("  {}={}\n", key, value);
    for (const auto& [code, meaning] : method->exit_codes)
        std::cout << fmt::format("  exit {:<3} {}\n", code, to_text(meaning));
}

int show(const Settings& settings, const std::string& name) {
    const Profile profile = find_profile(settings, name);
    std::cout << fmt::format("{}: {}\n{}\n", profile.name, profile.about, profile.folder.string());
    for (const std::string& file : profile.files) std::cout << "  " << file << '\n';
    show_method(profile, "install", profile.install);
    show_method(profile, "switch", profile.light);
    return exit_code::ok;
}

int validate(const Settings& settings, const std::string& name) {
    const Profile profile = find_profile(settings, name);
    const Package package = pack(profile);
    std::cout << fmt::format("{}: nothing wrong; payload {} ({} bytes)\n", profile.name,
                             package.digest.substr(0, 12), package.size());
    return exit_code::ok;
}

}  // namespace

void add_profile(CLI::App& app, Settings& settings, Chosen& chosen) {
    CLI::App* command = app.add_subcommand("profile", "the kinds of client that can be pushed");
    command->require_subcommand(1);
    command->fallthrough();
    CLI::App* list_command = command->add_subcommand("list", "their names");
    list_command->callback([&settings, &chosen] { chosen = [&settings] { return list(settings); }; });
    auto name = std::make_shared<std::string>();
    CLI::App* show_command = command->add_subcommand("show", "files, command lines and exit codes of one");
    show_command->add_option("name", *name)->required();
    show_command->callback(
        [=, &settings, &chosen] { chosen = [=, &settings] { return show(settings, *name); }; });
    CLI::App* validate_command = command->add_subcommand("validate", "the profile and its payload files");
    validate_command->add_option("name", *name)->required();
    validate_command->callback(
        [=, &settings, &chosen] { chosen = [=, &settings] { return validate(settings, *name); }; });
}

}  // namespace clientpush
