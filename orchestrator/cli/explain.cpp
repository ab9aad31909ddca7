#include "cli/explain.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "cli/context.h"
#include "report/explain_report.h"

namespace clientpush {

namespace {

Error nothing_to_explain(const std::string& what, const std::string& other_cure) {
    std::string all;
    for (const Rule& rule : rules()) all += "\n  " + std::string(rule.id);
    return Error(Error::Kind::usage, "nothing-to-explain", "--explain: " + what,
                 other_cure + "name one of these rules:" + all);
}

}  // namespace

bool explain_rule(std::ostream& out, const Settings& settings, const std::string& word) {
    const auto rule = std::ranges::find(rules(), word, &Rule::id);
    if (rule == rules().end() && settings.inventory.empty())
        throw nothing_to_explain(
            fmt::format("`{}` is no rule, and no inventory says whether it is a host", word),
            "give the inventory with -i, or ");
    if (rule == rules().end()) return false;
    write_rule(out, *rule, settings.format(), output_style(settings));
    return true;
}

void explain_host(std::ostream& out, const Settings& settings, const std::string& name, const Plan& plan,
                  const PlanBasis& basis) {
    const auto client = std::ranges::find(plan.clients, name, &PlannedClient::name);
    if (client != plan.clients.end())
        return write_explanation(out, *client, plan, basis, settings.format(), output_style(settings));
    throw nothing_to_explain(fmt::format("`{}` is neither a rule nor a host of this plan", name),
                             "name a host of the selection (clientpush inventory list shows them), or ");
}

}  // namespace clientpush
