#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "base/time.h"
#include "inventory/inventory.h"
#include "ports/plan.h"
#include "report/format.h"

namespace clientpush {

/// What a report tells beside the plan: where the facts of its verdicts stand, and how old they are.
struct PlanBasis {
    const Inventory* inventory = nullptr;           ///< null: only the ports have a source
    std::optional<Time> now;                        ///< absent: ages are left out
    std::string push = "clientpush push PLAYBOOK";  ///< the command that would carry the plan out
    bool what_if = false;                           ///< the change is not in the inventory yet

    /// The host of that name, where there is an inventory that has it.
    std::optional<Host> host(std::string_view name) const {
        return inventory == nullptr ? std::nullopt : inventory->find(name);
    }
};

/// The dry run, for people and for machines. The table tells, in this order: what changes on which site; who
/// would become unmanaged, folded by rule and reason (`kiosk[01-08]`); who only the alternative keeps; who is
/// unknown and which fact is missing; who heals alone; counts; what a push would do, by action and wave; whom
/// no push can reach; warnings; and the next command to type.
///
/// JSON: {"site_changes": [{"site","service","before","after"}],
///        "summary": {"managed": n, "alternative-only": n, "self-heals": n, "unmanaged": n, "cloud": n,
///        "unknown": n,
///                    "assumed_intranet": n, "actions": {"install": n, "switch": n, "bundle": n, "none": n}},
///        "clients": [{"name","site","outlook","rule","reason","action","why","wave" (number or null),
///                     "facts": {"http","https","at","source","origin",
///                               "used": [{"fact","value","source","origin","at"}]}}],
///        "warnings": [text]}. ndjson: one client a line. CSV and Markdown: one client a row. HTML: one
/// self-contained page that fetches nothing.
void write_plan(std::ostream& out, const Plan& plan, Format format, Style style, const PlanBasis& basis = {});

}  // namespace clientpush
