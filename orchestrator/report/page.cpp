#include "report/page.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/untrusted.h"
#include "report/format.h"

namespace clientpush {
namespace {

/// Names that take more room than this get a window of their own to scroll in.
constexpr std::size_t long_names = 1200;

/// `typed` between backticks as <code>.
std::string with_code(const std::string& text) {
    std::string html;
    bool code = false;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t tick = std::min(text.find('`', at), text.size());
        html += page_text(text.substr(at, tick - at));
        if (tick < text.size()) html += code ? "</code>" : "<code>";
        code = !code;
        at = tick + 1;
    }
    return html;
}

void write_names(std::ostream& out, const Card& card) {
    out << "<p class=\"names";
    if (card.names.size() > long_names)
        out << " long\" tabindex=\"0\" role=\"region\" aria-label=\"" << page_text(card.head) << ", names";
    out << "\">";
    for (std::string_view rest = card.names; !rest.empty();) {
        const std::size_t end = std::min(rest.find(','), rest.size() - 1) + 1;
        out << page_text(rest.substr(0, end)) << "<wbr>";
        rest.remove_prefix(end);
    }
    out << "</p>\n";
}

void write_head(std::ostream& out, const Card& card) {
    out << "<h3><span class=\"number\">" << grouped(card.count) << "</span> ";
    if (card.is_rule)
        out << "<a href=\"#rule-" << page_text(card.head) << "\">" << page_text(card.head) << "</a>";
    else
        out << page_text(card.head);
    out << "</h3>\n";
}

void write_cells(std::ostream& out, const std::vector<std::string>& cells, bool head) {
    out << "<tr>";
    for (const std::string& cell : cells) {
        const bool names_row = &cell == &cells.front();
        if (head || names_row)
            out << "<th scope=\"" << (head ? "col" : "row") << "\">" << page_text(cell) << "</th>";
        else
            out << "<td>" << page_text(cell) << "</td>";
    }
    out << "</tr>\n";
}

}  // namespace

Tone tone_of(Outlook outlook) {
    switch (outlook) {
        case Outlook::managed:
            return Tone::good;
        case Outlook::alternative_only:
            return Tone::weak;
        case Outlook::self_heals:
            return Tone::healing;
        case Outlook::unmanaged:
            return Tone::lost;
        case Outlook::cloud:
            return Tone::cloud;
        case Outlook::unknown:
            break;
    }
    return Tone::unknown;
}

std::string_view to_text(Tone tone) {
    switch (tone) {
        case Tone::plain:
            return "plain";
        case Tone::lost:
            return "lost";
        case Tone::unknown:
            return "unknown";
        case Tone::weak:
            return "weak";
        case Tone::healing:
            return "healing";
        case Tone::good:
            return "good";
        case Tone::cloud:
            return "cloud";
    }
    return "";
}

std::string page_text(std::string_view text) {
    return html_text(printable(text, true));
}

std::string grouped(std::size_t number) {
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
    return text;
}

void begin_section(std::ostream& out, std::string_view id, const std::string& heading) {
    out << "<section id=\"" << id << "\" aria-labelledby=\"" << id << "-heading\">\n<h2 id=\"" << id
        << "-heading\">" << page_text(heading) << "</h2>\n";
}

void end_section(std::ostream& out) {
    out << "</section>\n";
}

void write_paragraph(std::ostream& out, const std::string& text) {
    out << "<p>" << page_text(text) << "</p>\n";
}

void write_advice(std::ostream& out, const std::string& text) {
    out << "<p class=\"advice\">" << with_code(text) << "</p>\n";
}

void write_contents(std::ostream& out, const std::vector<std::pair<std::string, std::string>>& sections) {
    out << "<nav aria-label=\"On this page\">";
    for (const auto& [id, word] : sections) out << "<a href=\"#" << id << "\">" << page_text(word) << "</a> ";
    out << "</nav>\n";
}

void write_counts(std::ostream& out, const std::vector<Count>& counts) {
    out << "<ul class=\"counts\">\n";
    for (const Count& each : counts) {
        out << "<li class=\"" << to_text(each.tone) << (each.count == 0 ? " none" : "") << "\">";
        const bool links = !each.filter.empty() && each.count > 0;
        if (links) out << "<a href=\"#everyone\" data-filter=\"" << page_text(each.filter) << "\">";
        out << "<span class=\"number\">" << grouped(each.count) << "</span> <span class=\"mark\">"
            << page_text(each.word) << "</span>" << (links ? "</a>" : "") << "</li>\n";
    }
    out << "</ul>\n";
}

void write_cards(std::ostream& out, const std::vector<Card>& cards) {
    for (const Card& card : cards) {
        out << "<article class=\"card " << to_text(card.tone) << "\">\n";
        write_head(out, card);
        write_names(out, card);
        if (!card.text.empty()) out << "<p class=\"reason\">" << page_text(card.text) << "</p>\n";
        out << "</article>\n";
    }
}

std::vector<Card> cards_of(const std::vector<VerdictGroup>& groups, Tone tone) {
    std::vector<Card> cards;
    for (const VerdictGroup& group : groups)
        cards.push_back({group.names.size(), group.rule, group.names.text(), group.reason, tone, true});
    return cards;
}

void write_verdict_section(std::ostream& out, std::string_view id, const std::string& heading,
                           const std::string& advice, const std::vector<VerdictGroup>& groups, Tone tone) {
    if (groups.empty()) return;
    std::size_t total = 0;
    for (const VerdictGroup& group : groups) total += group.names.size();
    begin_section(out, id, fmt::format("{}: {}", heading, grouped(total)));
    write_advice(out, advice);
    write_cards(out, cards_of(groups, tone));
    end_section(out);
}

void write_small_table(std::ostream& out, const std::string& caption, const std::vector<std::string>& columns,
                       const std::vector<std::vector<std::string>>& rows) {
    out << "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"" << page_text(caption)
        << "\"><table>\n<caption>" << page_text(caption) << "</caption>\n<thead>";
    write_cells(out, columns, true);
    out << "</thead>\n<tbody>\n";
    for (const auto& row : rows) write_cells(out, row, false);
    out << "</tbody>\n</table></div>\n";
}

}  // namespace clientpush
