#include "cli/planning.h"

#include "cli/exit_code.h"

namespace clientpush {

Plan make_plan(const Inventory& inventory, const PushRequest& request, StoreReader* state,
               const PlanOptions& options, bool push_everyone) {
    const auto selected = select_hosts(inventory, request.settings, request.playbook.hosts);
    PlanInput input = plan_input(inventory, selected, state, SystemClock().now());
    for (const std::string& assignment : options.assignments)
        if (const auto wrong = apply_set(input.after, assignment))
            throw Error(
                Error::Kind::usage, "set-refused", "--set " + assignment + ": " + *wrong,
                "write SITE.http=8080, SITE.https.alternative=8443, or SITE.http.alternative= to remove it");
    for (const SiteFinding& finding : check(input.after))
        if (finding.error)
            throw Error(Error::Kind::usage, "set-refused", "site " + finding.site + ": " + finding.what,
                        finding.cure);
    if (!options.stale_after.empty()) {
        Duration limit{};
        if (!parse_duration(options.stale_after, limit))
            throw Error(Error::Kind::usage, "duration",
                        "--stale-after wants a time such as 7d or 12h, not `" + options.stale_after + "`");
        input.stale_after = limit;
    }
    Playbook playbook = request.playbook;
    if (playbook.bare()) playbook.methods.everyone = push_everyone;
    return plan_push(input, playbook);
}

int detailed_exit_code(const PlanSummary& summary) {
    int code = exit_code::ok;
    if (summary.count(Outlook::unmanaged) > 0) code |= exit_code::some_wrong;
    if (summary.count(Outlook::unknown) > 0) code |= exit_code::some_open;
    return code;
}

}  // namespace clientpush
