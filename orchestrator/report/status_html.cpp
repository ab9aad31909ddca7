#include "base/names.h"
#include "report/page.h"
#include "report/status_formats.h"
#include "report/status_view.h"

namespace clientpush {
namespace {

std::vector<Tile> tiles_of(const std::vector<HostRun>& hosts) {
    std::vector<Tile> tiles;
    for (const auto& [state, count] : counts_of(hosts))
        tiles.push_back({std::string(to_text(state)), count, colour_of(class_of(state))});
    return tiles;
}

std::vector<Card> cards_of(const std::vector<StateGroup>& groups, const StatusView& view) {
    std::vector<Card> cards;
    for (const StateGroup& group : groups) {
        std::string head(to_text(group.state));
        if (!group.reason.empty()) head += ": " + group.reason;
        std::string text = group.same ? group.detail : group.names.front() + ": " + group.detail;
        if (group.next_at) text += (text.empty() ? "" : "\n") + next_try(*group.next_at, view.now);
        cards.push_back(
            {group.names.size(), head, fold(group.names), text, colour_of(class_of(group.state))});
    }
    return cards;
}

}  // namespace

void write_status_html(std::ostream& out, const StatusView& view) {
    begin_page(out, title_of(view.run));
    write_paragraph(out, story_of(view.run, view.now));
    write_tiles(out, tiles_of(view.hosts));
    write_cards(out, "Not done", cards_of(groups_not_done(view.hosts), view));
    const std::vector<NamedVerdict> clients = verdicts_of(view);
    write_cards(out, "Unmanaged", cards_of(groups_of(clients, Outlook::unmanaged), Colour::red));
    write_cards(out, "Kept only by the alternative port",
                cards_of(groups_of(clients, Outlook::alternative_only), Colour::yellow));
    write_cards(out, "Unknown (never counted as safe)",
                cards_of(groups_of(clients, Outlook::unknown), Colour::yellow));
    write_cards(out, "Not on the site's port yet, heal by themselves",
                cards_of(groups_of(clients, Outlook::self_heals), Colour::yellow));
    write_heading(out, "Every host");
    write_html(out, grid_of(view));
    end_page(out);
}

}  // namespace clientpush
