#include <fmt/format.h>

#include "base/names.h"
#include "report/page.h"
#include "report/plan_formats.h"
#include "report/plan_view.h"
#include "report/words.h"

namespace clientpush {
namespace {

std::vector<Tile> tiles_of(const PlanSummary& summary) {
    return {{"would become unmanaged", summary.count(Outlook::unmanaged), Colour::red},
            {"unknown", summary.count(Outlook::unknown), Colour::yellow},
            {"alternative only", summary.count(Outlook::alternative_only), Colour::yellow},
            {"heal by themselves", summary.count(Outlook::self_heals), Colour::plain},
            {"managed", summary.count(Outlook::managed), Colour::green},
            {"cloud", summary.count(Outlook::cloud), Colour::green}};
}

std::vector<Card> cards_of(const std::vector<PlanGroup>& groups, Colour colour) {
    std::vector<Card> cards;
    for (const PlanGroup& group : groups)
        cards.push_back({group.names.size(), group.title, fold(group.names), "", colour});
    return cards;
}

void write_outlooks(std::ostream& out, const Plan& plan) {
    const std::vector<NamedVerdict> clients = verdicts_of(plan);
    const auto section = [&](const std::string& title, Outlook outlook, Colour colour) {
        write_cards(out, title, cards_of(groups_of(clients, outlook), colour));
    };
    section("Would become unmanaged", Outlook::unmanaged, Colour::red);
    section("Kept only by the alternative port", Outlook::alternative_only, Colour::yellow);
    section("Unknown (never counted as safe)", Outlook::unknown, Colour::yellow);
    section("Heal by themselves (may lag about a day)", Outlook::self_heals, Colour::plain);
}

}  // namespace

void write_plan_html(std::ostream& out, const Plan& plan) {
    begin_page(out, "Dry run: who a port change would lose");
    for (const std::string& line : change_lines(plan.site_changes)) write_paragraph(out, line);
    write_tiles(out, tiles_of(plan.summary));
    if (plan.summary.assumed_intranet > 0) {
        write_paragraph(
            out, fmt::format("Without a location, taken for intranet: {}.",
                             counted(static_cast<std::size_t>(plan.summary.assumed_intranet), "client")));
    }
    write_outlooks(out, plan);
    write_cards(out, fmt::format("A push would: {}", what_a_push_would_do(plan)),
                cards_of(waves_of(plan), Colour::plain));
    write_cards(out, "No push can reach, a bundle is needed", cards_of(out_of_reach(plan), Colour::yellow));
    write_cards(out, "Not safe, and yet left alone", cards_of(left_alone(plan), Colour::yellow));
    if (!plan.warnings.empty()) write_heading(out, "Warnings");
    for (const std::string& warning : plan.warnings) write_paragraph(out, warning);
    write_heading(out, "Every client");
    write_html(out, grid_of(plan));
    end_page(out);
}

}  // namespace clientpush
