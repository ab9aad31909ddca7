#include <fstream>
#include <iostream>

#include "cli/command.h"
#include "cli/context.h"
#include "cli/exit_code.h"
#include "cli/planning.h"
#include "cli/request.h"
#include "report/plan_report.h"

namespace clientpush {

namespace {

struct Options {
    std::string playbook;
    PlanOptions plan;
    std::string explain;
    bool detailed = false;
};

int explain(const std::string& word) {
    for (const Rule& rule : rules()) {
        if (rule.id != word) continue;
        std::cout << rule.id << "\n\n" << rule.explanation << "\n\nSource: " << rule.source << '\n';
        return exit_code::ok;
    }
    std::string all;
    for (const Rule& rule : rules()) all += "\n  " + std::string(rule.id);
    throw Error(Error::Kind::usage, "rule-unknown", "no rule `" + word + "`", "use one of:" + all);
}

int plan(const Settings& settings, const Options& options) {
    if (!options.explain.empty()) return explain(options.explain);
    const PushRequest request = make_request(settings, options.playbook);
    const Inventory inventory = read_inventory(settings);
    const auto state = read_state(settings);
    const Plan plan = make_plan(inventory, request, state.get(), options.plan);
    write_plan(std::cout, plan, settings.format(), output_style(settings));
    return options.detailed ? detailed_exit_code(plan.summary) : exit_code::ok;
}

}  // namespace

void add_plan(CLI::App& app, Settings& settings, Chosen& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "plan", "the dry run: who would become unmanaged and why, what a push would do; changes nothing");
    command->add_option("playbook", options->playbook, "plan this playbook instead of a bare push");
    command
        ->add_option(
            "--set", options->plan.assignments,
            "try a change: SITE.http|https[.alternative]=PORT, an empty value removes; may be repeated")
        ->allow_extra_args(false);
    command->add_option("--stale-after", options->plan.stale_after,
                        "facts older than this (7d, 12h) do not count");
    command->add_option("--explain", options->explain, "explain a rule of the outlook");
    command->add_flag("--detailed-exitcode", options->detailed,
                      "exit 2 when a client would become unmanaged, 4 when one is unknown, 6 for both");
    command->callback(
        [=, &settings, &chosen] { chosen = [=, &settings] { return plan(settings, *options); }; });
}

}  // namespace clientpush
