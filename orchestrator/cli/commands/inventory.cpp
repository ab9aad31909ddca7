#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "base/names.h"
#include "cli/command.h"
#include "cli/context.h"
#include "cli/exit_code.h"
#include "inventory/to_yaml.h"
#include "report/inventory_report.h"

namespace clientpush {

namespace {

int list(const Settings& settings, bool names) {
    const Inventory inventory = read_inventory(settings);
    const auto hosts = select_hosts(inventory, settings);
    if (names)
        for (const std::size_t index : hosts) std::cout << inventory.hosts.name(index) << '\n';
    else
        write_host_list(std::cout, inventory, hosts, settings.format(), true);
    return exit_code::ok;
}

int host(const Settings& settings, const std::string& name) {
    const Inventory inventory = read_inventory(settings);
    const std::optional<Host> found = inventory.find(name);
    if (!found)
        throw Error(Error::Kind::usage, "host-unknown", "no host `" + name + "` in the inventory",
                    "clientpush inventory list names those that there are");
    write_host(std::cout, inventory, *found, settings.format());
    return exit_code::ok;
}

/// -i of the command line; an inventory that is only configured is no source of an import.
bool is_typed(const CLI::Option& option) {
    const char* const configured = std::getenv("CLIENTPUSH_INVENTORY");
    return option.count() > 0 &&
           (configured == nullptr || option.results() != std::vector<std::string>{configured});
}

std::vector<std::string> sources_of_import(const Settings& settings, const std::string& file, bool typed) {
    if (!file.empty() && typed)
        throw Error(Error::Kind::usage, "import-twice",
                    "the source of an import is given twice: " + file + ", and with -i",
                    "name it once, either way");
    if (file.empty() && !typed)
        throw Error(Error::Kind::usage, "import-missing", "no source is given to import",
                    "name it: clientpush inventory import FILE, or - for standard input");
    return typed ? settings.inventory : std::vector{file};
}

int import_from(const Settings& settings, const std::vector<std::string>& sources) {
    LoadOptions options = load_options(settings);
    options.sites_elsewhere = true;
    const LoadedInventory loaded = load_inventory(sources, options);
    if (!settings.quiet) std::cerr << describe(loaded.warnings) << (loaded.warnings.empty() ? "" : "\n");
    write_yaml(std::cout, loaded.inventory, fmt::format("{}", fmt::join(sources, ", ")));
    return exit_code::ok;
}

int validate(Settings settings) {
    settings.verbosity = std::max(settings.verbosity, 1);  // the warnings in full
    const Inventory inventory = read_inventory(settings);
    std::cout << fmt::format("{}, {}, {}: no errors\n", counted(inventory.hosts.size(), "host"),
                             counted(inventory.groups.size(), "group"),
                             counted(inventory.sites.size(), "site"));
    return exit_code::ok;
}

}  // namespace

void add_inventory(CLI::App& app, Settings& settings, Chosen& chosen) {
    CLI::App* command = app.add_subcommand("inventory", "what the inventory says");
    command->require_subcommand(1);
    command->fallthrough();

    auto names = std::make_shared<bool>(false);
    CLI::App* list_command = command->add_subcommand("list", "its hosts, after -l");
    list_command->add_flag("--names", *names, "one name a line, for other programs");
    list_command->callback(
        [=, &settings, &chosen] { chosen = [=, &settings] { return list(settings, *names); }; });

    auto name = std::make_shared<std::string>();
    CLI::App* host_command =
        command->add_subcommand("host", "one host: facts and variables, and where each was set");
    host_command->add_option("name", *name)->required();
    host_command->callback(
        [=, &settings, &chosen] { chosen = [=, &settings] { return host(settings, *name); }; });

    CLI::App* graph_command = command->add_subcommand("graph", "the tree of groups");
    graph_command->callback([&settings, &chosen] {
        chosen = [&settings] {
            write_graph(std::cout, read_inventory(settings));
            return exit_code::ok;
        };
    });

    auto file = std::make_shared<std::string>();
    CLI::App* import_command = command->add_subcommand(
        "import", "print a CSV, JSON lines or ansible JSON file as an inventory in YAML");
    import_command->add_option("file", *file, "the file, or - for standard input; or name it with -i")
        ->check(not_empty);
    const CLI::Option* const named = app.get_option("--inventory");
    import_command->callback([=, &settings, &chosen] {
        chosen = [=, &settings] {
            return import_from(settings, sources_of_import(settings, *file, is_typed(*named)));
        };
    });

    CLI::App* validate_command = command->add_subcommand("validate", "every problem of it, in one go");
    validate_command->callback([&settings, &chosen] { chosen = [&settings] { return validate(settings); }; });
}

}  // namespace clientpush
