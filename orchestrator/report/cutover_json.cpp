#include "report/cutover_formats.h"
#include "report/json.h"

namespace clientpush {
namespace {

Json json_of(const CutoverStep& step) {
    const bool look = step.status == CutoverStep::Status::cannot_tell;
    return {
        {"text", step.text}, {"status", look ? "look" : to_text(step.status)}, {"evidence", step.evidence}};
}

}  // namespace

void write_cutover_json(std::ostream& out, const Cutover& cutover) {
    JsonObject json(out);
    json.add("site", cutover.site);
    json.add("agreed", cutover.agreed());
    json.add_list("retiring", cutover.retiring, [](const SiteChange& port) { return json_of(port); });
    json.add_list("blockers", cutover.blockers,
                  [](const Blocker& blocker) { return json_of(blocker.name, blocker.verdict); });
    json.add("waived", Json(cutover.waived));
    json.add("clear", cutover.clear);
    json.add_list("steps", cutover.steps, [](const CutoverStep& step) { return json_of(step); });
    json.end();
}

}  // namespace clientpush
