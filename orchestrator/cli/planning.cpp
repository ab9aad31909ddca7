#include "cli/planning.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstring>
#include <iostream>
#include <set>

#include "base/folded_names.h"
#include "base/names.h"
#include "cli/exit_code.h"
#include "cli/probe.h"
#include "inventory/load.h"
#include "profile/command.h"

namespace clientpush {

namespace {

/// As it can be typed.
std::string shell_word(const std::string& word) {
    const auto plain = [](unsigned char c) {
        return std::isalnum(c) != 0 || std::strchr("_-./,:@%+=", c) != nullptr;
    };
    return !word.empty() && std::ranges::all_of(word, plain) ? word : sh_quote(word);
}

void refuse_repeated(const std::vector<std::string>& assignments) {
    std::set<std::string> seen;
    for (const std::string& assignment : assignments) {
        std::string name = assignment.substr(0, assignment.find('='));
        if (name.ends_with(".default")) name.resize(name.size() - std::string_view(".default").size());
        if (!seen.insert(name).second)
            throw Error(Error::Kind::usage, "set-repeated", "--set names " + name + " twice",
                        "leave one of them out");
    }
}

/// A site that only the other source knows is more likely misspelt than new.
void replace_sites(Sites& sites, const std::string& source) {
    LoadOptions options;
    options.hosts_elsewhere = true;
    const Inventory other = load_inventory({source}, options).inventory;
    if (other.sites.empty())
        throw Error(Error::Kind::usage, "sites-missing", "--to " + source + " defines no site",
                    "give a file with `sites:`");
    for (const auto& [code, site] : other.sites) {
        const auto known = sites.find(code);
        if (known == sites.end())
            throw Error(Error::Kind::usage, "site-unknown",
                        fmt::format("--to {} has a site {}, which the inventory does not have", source, code),
                        "give the sites of the inventory, with their new ports");
        known->second = site;
    }
}

}  // namespace

PlanInput plan_input(const Inventory& inventory, const PushRequest& request, StoreReader* state,
                     const PlanOptions& options) {
    const auto selected = select_hosts(inventory, request.settings, request.playbook.hosts);
    PlanInput input = plan_input(inventory, selected, state, SystemClock().now());
    if (!options.to.empty()) replace_sites(input.after, options.to);
    refuse_repeated(options.assignments);
    for (const std::string& assignment : options.assignments)
        if (const auto wrong = apply_set(input.after, assignment))
            throw Error(
                Error::Kind::usage, "set-refused", "--set " + assignment + ": " + *wrong,
                "write SITE.http=8080, SITE.https.alternative=8443, or SITE.http.alternative= to remove it");
    for (const SiteFinding& finding : check(input.after))
        if (finding.error)
            throw Error(Error::Kind::usage, "set-refused", "site " + finding.site + ": " + finding.what,
                        finding.cure);
    if (!options.stale_after.empty())
        input.stale_after = read_duration("--stale-after", options.stale_after, "7d or 12h");
    return input;
}

MadePlan make_plan(const Inventory& inventory, const PushRequest& request, StoreReader* state,
                   const PlanOptions& options) {
    find_profile(request.settings, request.playbook.profile);  // refused now rather than by the push
    PlanInput input = plan_input(inventory, request, state, options);
    FoldedNames silent;
    if (options.probe) {
        Probe found = probe(request, inventory, input.after, input.selected);
        input.probed = std::move(found.records);
        input.ways = std::move(found.ways);
        for (const std::string& name : found.silent) silent.add(name);
        input.now = SystemClock().now();
    }
    MadePlan made;
    made.input = std::make_shared<const PlanInput>(std::move(input));
    made.plan = plan_push(made.input, request.playbook);
    if (!silent.empty())
        made.plan.warnings.push_back(
            fmt::format("{} could not be looked at ({}): what is said of them rests on older facts",
                        counted(silent.size(), "client"), silent.text(200)));
    return made;
}

void print_plan(std::ostream& out, const Plan& plan, const Settings& settings, Style style,
                const PlanBasis& basis) {
    write_plan(out, plan, settings.format(), style, basis);
    const Format format = settings.format();
    const bool rows_only = format == Format::csv || format == Format::markdown || format == Format::ndjson;
    if (!rows_only) return;
    for (const std::string& warning : plan.warnings) std::cerr << "clientpush: warning: " << warning << '\n';
}

std::string push_command(const Settings& settings, const std::string& playbook) {
    std::string command = "clientpush push";
    if (!playbook.empty()) command += " " + shell_word(playbook);
    for (const std::string& limit : settings.limit) command += " -l " + shell_word(limit);
    return command;
}

int detailed_exit_code(const PlanSummary& summary) {
    int code = exit_code::ok;
    if (summary.count(Outlook::unmanaged) > 0) code |= exit_code::some_wrong;
    if (summary.count(Outlook::unknown) > 0) code |= exit_code::some_open;
    return code;
}

}  // namespace clientpush
