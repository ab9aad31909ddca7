#include <fstream>
#include <iostream>

#include "cli/command.h"
#include "cli/context.h"
#include "cli/exit_code.h"
#include "cli/explain.h"
#include "cli/plan_file.h"
#include "cli/planning.h"
#include "cli/request.h"
#include "report/plan_report.h"

namespace clientpush {

namespace {

struct Options {
    std::string playbook;
    PlanOptions plan;
    std::string explain;
    std::string out;
    bool detailed = false;
};

/// Refused before anything is worked out.
void check(const Settings& settings, const Options& options) {
    if (options.explain.empty()) return;
    if (settings.format() != Format::table && settings.format() != Format::json)
        throw Error(Error::Kind::usage, "explain-format", "--explain is written as a table or as JSON",
                    "use -o table or -o json");
    if (options.detailed)
        throw Error(Error::Kind::usage, "explain-exit-code",
                    "--detailed-exitcode speaks of the whole plan, --explain of one thing",
                    "leave one of them out");
}

int plan(const Settings& settings, const Options& options) {
    if (!options.explain.empty() && explain_rule(std::cout, settings, options.explain)) return exit_code::ok;
    check(settings, options);
    const PushRequest request = make_request(settings, options.playbook);
    const Inventory inventory = read_inventory(settings);
    const auto state = read_state(settings);
    const MadePlan made = make_plan(inventory, request, state.get(), options.plan);
    const Plan& plan = made.plan;
    if (!options.out.empty()) save_plan(options.out, plan, *made.input, request);
    PlanBasis basis{&inventory, SystemClock().now()};
    basis.push = options.out.empty() ? push_command(settings, options.playbook)
                                     : "clientpush push --plan " + options.out;
    basis.what_if = !options.plan.assignments.empty() || !options.plan.to.empty();
    if (options.explain.empty())
        print_plan(std::cout, plan, settings, output_style(settings), basis);
    else
        explain_host(std::cout, settings, options.explain, plan, basis);
    if (!options.out.empty())
        std::cerr << "clientpush: saved; push exactly this: clientpush push --plan " << options.out << '\n';
    return options.detailed ? detailed_exit_code(plan.summary) : exit_code::ok;
}

}  // namespace

void add_plan(CLI::App& app, Settings& settings, Chosen& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "plan", "the dry run: who would become unmanaged and why, what a push would do; changes nothing");
    command->add_option("playbook", options->playbook, "plan this playbook instead of a bare push")
        ->check(not_empty);
    command
        ->add_option(
            "--set", options->plan.assignments,
            "try a change: SITE.http|https[.alternative]=PORT, an empty value removes; may be repeated")
        ->allow_extra_args(false);
    command->add_option("--to", options->plan.to, "try the sites of this file or folder")->check(not_empty);
    command->add_flag("--probe", options->plan.probe,
                      "read the hosts first, and let each try its management point on the new ports");
    command->add_option("--out", options->out, "save the plan, for push --plan FILE")->check(not_empty);
    command
        ->add_option("--stale-after", options->plan.stale_after,
                     "facts older than this (7d, 12h) do not count")
        ->check(not_empty);
    command
        ->add_option("--explain", options->explain,
                     "explain a rule of the outlook, or the verdict of one host")
        ->check(not_empty);
    command->add_flag("--detailed-exitcode", options->detailed,
                      "exit 2 when a client would become unmanaged, 4 when one is unknown, 6 for both");
    command->callback(
        [=, &settings, &chosen] { chosen = [=, &settings] { return plan(settings, *options); }; });
}

}  // namespace clientpush
