#include "cli/explain.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "cli/context.h"
#include "report/explain_report.h"

namespace clientpush {

bool explain_rule(std::ostream& out, const Settings& settings, const std::string& word) {
    const auto rule = std::ranges::find(rules(), word, &Rule::id);
    if (rule == rules().end()) return false;
    write_rule(out, *rule, settings.format(), output_style(settings));
    return true;
}

void explain_host(std::ostream& out, const Settings& settings, const std::string& name, const Plan& plan,
                  const PlanBasis& basis) {
    const auto client = std::ranges::find(plan.clients, name, &PlannedClient::name);
    if (client != plan.clients.end())
        return write_explanation(out, *client, plan, basis, settings.format(), output_style(settings));
    std::string all;
    for (const Rule& rule : rules()) all += "\n  " + std::string(rule.id);
    throw Error(Error::Kind::usage, "nothing-to-explain",
                fmt::format("--explain: `{}` is neither a rule nor a host of this plan", name),
                "name a host of the selection (clientpush inventory list shows them), or a rule:" + all);
}

}  // namespace clientpush
