#include <algorithm>
#include <iostream>

#include "cli/command.h"
#include "cli/context.h"
#include "cli/exit_code.h"
#include "report/cutover_report.h"

namespace clientpush {

namespace {

struct Options {
    std::string site;
    std::vector<std::string> waive;
    std::string why;
    std::string stale_after = "30d";
};

void waive(const Settings& settings, const Inventory& inventory, const Options& options) {
    if (options.why.find_first_not_of(" \t") == std::string::npos)
        throw Error(Error::Kind::usage, "waive-why", "--waive wants a reason, for whoever reads it in a year",
                    "add --why \"scrapped in October\"");
    for (const std::string& host : options.waive)
        if (!inventory.hosts.find(host))
            throw Error(Error::Kind::usage, "host-unknown",
                        "--waive " + host + ": no such host in the inventory",
                        "one host for each --waive; clientpush inventory list shows them");
    OwnedState state = own_state(settings, "cutover");
    for (const std::string& host : options.waive)
        state.store->waive({host, options.why, requester(), SystemClock().now()});
}

/// What the command line makes up, or leaves out, is no evidence.
void refuse_what_would_bend_it(const Settings& settings) {
    if (!settings.extra_vars.empty())
        throw Error(Error::Kind::usage, "cutover-extra-vars",
                    "a cut-over is judged by what was seen, not by -e",
                    "leave -e out; correct the inventory where it is wrong");
    if (!settings.limit.empty())
        throw Error(Error::Kind::usage, "cutover-limit",
                    "a cut-over is judged over every client, not over -l",
                    "leave -l out; a client that is gone for good is waived: --waive HOST --why TEXT");
}

int cutover(const Settings& settings, const Options& options) {
    refuse_what_would_bend_it(settings);
    if (!options.why.empty() && options.waive.empty())
        throw Error(Error::Kind::usage, "why-alone", "--why is the reason of a --waive",
                    "name the host: --waive HOST --why TEXT");
    const Time now = SystemClock().now();
    const Time since = now - read_duration("--stale-after", options.stale_after, "30d or 12h");
    const Inventory inventory = read_inventory(settings);
    const auto site = inventory.sites.find(options.site);
    if (site == inventory.sites.end()) {
        std::string all;
        for (const auto& [code, each] : inventory.sites) all += (all.empty() ? "" : ", ") + code;
        throw Error(Error::Kind::usage, "site-unknown", "no site `" + options.site + "` in the inventory",
                    "use one of: " + all);
    }
    if (!options.waive.empty()) waive(settings, inventory, options);
    const auto state = read_state(settings);
    std::vector<std::size_t> everyone(inventory.hosts.size());
    for (std::size_t i = 0; i < everyone.size(); ++i) everyone[i] = i;
    const PlanInput input = plan_input(inventory, std::move(everyone), state.get(), now);

    std::vector<SitePorts> history;
    const Site* serving = serving_site(inventory.sites, options.site);
    if (state && serving != nullptr)
        for (const PortGeneration& generation : state->generations())
            if (generation.site == serving->code) history.push_back(generation.ports);
    const Cutover verdict =
        judge_cutover(known_clients(input), inventory.sites, options.site, history, input.waived, since);
    write_cutover(std::cout, verdict, settings.format(), output_style(settings));
    if (verdict.agreed()) return exit_code::ok;
    const bool unknown = std::ranges::any_of(
        verdict.blockers, [](const Blocker& blocker) { return blocker.verdict.outlook == Outlook::unknown; });
    const bool known = std::ranges::any_of(
        verdict.blockers, [](const Blocker& blocker) { return blocker.verdict.outlook != Outlook::unknown; });
    if (verdict.blockers.empty()) return exit_code::some_open;  // nothing is on record
    return (known ? exit_code::some_wrong : 0) | (unknown ? exit_code::some_open : 0);
}

}  // namespace

void add_cutover(CLI::App& app, Settings& settings, Chosen& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "cutover", "may the old ports of a site be closed? Exit 0 only when no client blocks it");
    command->add_option("site", options->site, "its code")->required()->check(not_empty);
    command->add_option("--waive", options->waive, "this host no longer counts")->allow_extra_args(false);
    command->add_option("--stale-after", options->stale_after, "what was seen longer ago proves nothing")
        ->capture_default_str();
    command->add_option("--why", options->why, "the reason of --waive")->check(not_empty);
    command->callback(
        [=, &settings, &chosen] { chosen = [=, &settings] { return cutover(settings, *options); }; });
}

}  // namespace clientpush
