#include "cli/plan_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <fstream>
#include <sstream>

#include "base/untrusted.h"
#include "cli/context.h"

namespace clientpush {

void save_plan(const std::string& file, const Plan& plan, const PlanInput& input,
               const PushRequest& request) {
    SavedPlan saved;
    saved.created_at = input.now;
    saved.requested_by = requester();
    saved.request = request.document();
    const Profile profile = find_profile(request.settings, request.playbook.profile);
    saved.digests = digests_of(input.after, profile, pack(profile));
    std::ofstream out(file, std::ios::binary);
    write_saved_plan(out, saved, input, plan.clients);
    out.close();
    if (!out)
        throw Error(Error::Kind::usage, "plan-not-written", "cannot write " + file,
                    "is the folder there, and is there space?");
}

SavedPlan load_plan(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw Error(Error::Kind::usage, "plan-missing", "cannot read " + file,
                    "make a plan: clientpush plan --out " + file);
    std::stringstream text;
    text << in.rdbuf();
    return read_saved_plan(file, text.str());
}

void refuse_if_moved(const SavedPlan& plan, const BasisDigests& now) {
    const std::vector<std::string> lines = moved(plan.digests, now);
    if (lines.empty()) return;
    throw Error(
        Error::Kind::usage, "plan-moved",
        fmt::format("the plan of {} by {} does not hold any more, and nothing was started. Since then "
                    "moved:\n  {}",
                    to_text(plan.created_at), printable(plan.requested_by), fmt::join(lines, "\n  ")),
        "make the plan again, and look at what it says now");
}

}  // namespace clientpush
