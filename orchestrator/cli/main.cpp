#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>

#include "base/error.h"
#include "base/problem.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/log.h"
#include "cli/login_options.h"
#include "yaml/document.h"

namespace clientpush {
namespace {

void add_settings(CLI::App& app, Settings& s) {
    const std::string group = "Everywhere";
    app.add_option(
           "-i,--inventory", s.inventory,
           "file, folder or program, or - for JSON on standard input; may be repeated, later ones win")
        ->envname("CLIENTPUSH_INVENTORY")
        ->allow_extra_args(false)
        ->group(group);
    app.add_option_function<std::string>(
           "--columns", [&s](const std::string& text) { s.columns = parse_columns(text); },
           "what the columns of a CSV inventory mean: HEADER=variable,...; name is the host, - is left out")
        ->envname("CLIENTPUSH_COLUMNS")
        ->group(group);
    app.add_option_function<std::string>(
           "--inventory-timeout",
           [&s](const std::string& text) {
               if (!parse_timeout(text, s.inventory_timeout))
                   throw CLI::ValidationError("--inventory-timeout",
                                              "wants a time such as 30s or 2m, not `" + text + "`");
           },
           "how long a program may take to print the inventory (30s)")
        ->envname("CLIENTPUSH_INVENTORY_TIMEOUT")
        ->group(group);
    app.add_option("-l,--limit", s.limit, "only these hosts: a,b  g:&h  g:!h  ws*  ~regex  g[0:2]  @file")
        ->envname("CLIENTPUSH_LIMIT")
        ->allow_extra_args(false)
        ->group(group);
    app.add_option("-e,--extra-var", s.extra_vars, "a variable, name=value, over every other")
        ->allow_extra_args(false)
        ->group(group);
    app.add_option("--state", s.state, "the state database")->envname("CLIENTPUSH_STATE")->group(group);
    app.add_option("-u,--user", s.user, "log in as, where the inventory names nobody")
        ->envname("CLIENTPUSH_USER")
        ->group(group);
    add_login_settings(app, s);
    app.add_option("--known-hosts", s.known_hosts, "host keys; the first file that knows a host decides")
        ->envname("CLIENTPUSH_KNOWN_HOSTS")
        ->allow_extra_args(false)
        ->group(group);
    app.add_option("--kill-switch", s.kill_switch, "while this file is there, no push starts anything")
        ->envname("CLIENTPUSH_KILL_SWITCH")
        ->group(group);
    app.add_option("--payload", s.payload, "folder of profiles")->envname("CLIENTPUSH_PAYLOAD")->group(group);
    app.add_option("--profile", s.profile, "the kind of client, where the playbook names none")
        ->envname("CLIENTPUSH_PROFILE")
        ->group(group);
    app.add_option("-f,--forks,--parallel", s.forks, "hosts at once, where the playbook does not say")
        ->envname("CLIENTPUSH_FORKS")
        ->check(CLI::Range(1, 10'000))
        ->group(group);
    app.add_option("--threads", s.threads, "threads that encrypt; 0: as the cores allow")
        ->envname("CLIENTPUSH_THREADS")
        ->check(CLI::Range(0, 64))
        ->group(group);
    app.add_option_function<std::string>(
           "--connect-timeout",
           [&s](const std::string& text) {
               if (!parse_timeout(text, s.connect_timeout))
                   throw CLI::ValidationError("--connect-timeout",
                                              "wants a time such as 10s or 1m, not `" + text + "`");
           },
           "how long a host may take to let us in (20s)")
        ->envname("CLIENTPUSH_CONNECT_TIMEOUT")
        ->group(group);
    app.add_option("-o,--output", s.output, "table, json, ndjson, csv, markdown or html")
        ->envname("CLIENTPUSH_OUTPUT")
        ->group(group);
    app.add_option("--color", s.color, "auto, always or never")
        ->check(CLI::IsMember({"auto", "always", "never"}))
        ->group(group);
    app.add_flag("-v,--verbose", s.verbosity, "say more; -vv more still")->group(group);
    app.add_flag("-q,--quiet", s.quiet, "results and errors only")->group(group);
    app.add_flag("-y,--yes", s.yes, "answer yes to plain questions (never to a site code)")->group(group);
}

/// Help and version end here too. CLI11 calls a misspelt command a missing one: say which word it was.
int end_of_parsing(const CLI::App& app, const CLI::ParseError& error) {
    const auto words = app.remaining();
    if (error.get_name() == "RequiredError" && app.get_subcommands().empty() && !words.empty()) {
        std::vector<std::string> commands;
        for (const CLI::App* command : app.get_subcommands({})) commands.push_back(command->get_name());
        const std::string near = yaml::nearest(words.front(), commands);
        throw Error(Error::Kind::usage, "command-unknown", "unknown command `" + words.front() + "`",
                    near.empty() ? "clientpush --help lists the commands" : "did you mean `" + near + "`?");
    }
    const int code = app.exit(error, std::cout, std::cerr);
    return code == 0 ? exit_code::ok : exit_code::usage;
}

int run(int argc, char** argv) {
    CLI::App app(
        "Pushes a client installer to every machine of an inventory over SSH, with the site's current ports, "
        "proves the result by reading it back, and remembers every host.",
        "clientpush");
    app.set_version_flag("--version", "clientpush " CLIENTPUSH_VERSION);
    app.require_subcommand(1);
    app.fallthrough();
    app.get_formatter()->column_width(34);
    app.footer("Start with:  clientpush plan -i INVENTORY      (changes nothing, here or there)");

    Settings settings;
    Chosen chosen;
    read_configuration(settings);
    add_settings(app, settings);
    add_plan(app, settings, chosen);
    add_push(app, settings, chosen);
    add_status(app, settings, chosen);
    add_retry(app, settings, chosen);
    add_control(app, settings, chosen);
    add_verify(app, settings, chosen);
    add_cutover(app, settings, chosen);
    add_report(app, settings, chosen);
    add_inventory(app, settings, chosen);
    add_keys(app, settings, chosen);
    add_profile(app, settings, chosen);
    add_doctor(app, settings, chosen);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return end_of_parsing(app, error);
    }
    refuse_secrets(settings.extra_vars);
    settings.format();  // refused before anything is done, not when it is to be printed
    fill_defaults(settings);
    set_up_log(settings);
    ask_passwords(settings);
    return chosen();
}

/// The one final catch: an error's kind is its exit code.
int run_and_explain(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const InvalidInput& error) {
        std::cerr << error.what() << "\nclientpush: nothing was done\n";
        return exit_code::usage;
    } catch (const Error& error) {
        std::cerr << "clientpush: " << describe(error) << '\n';
        if (error.kind() == Error::Kind::cancelled) return exit_code::interrupted;
        return error.kind() == Error::Kind::usage ? exit_code::usage : exit_code::could_not_run;
    } catch (const std::exception& error) {
        std::cerr << "clientpush: " << error.what() << '\n';
        return exit_code::could_not_run;
    }
}

}  // namespace
}  // namespace clientpush

int main(int argc, char** argv) {
    ::umask(077);
    std::signal(SIGPIPE, SIG_IGN);
    const int code = clientpush::run_and_explain(argc, argv);
    std::cout.flush();
    if (std::cout.good()) return code;
    std::cerr << "clientpush: the results could not be written: is standard output full or closed?\n";
    return clientpush::exit_code::could_not_run;
}
