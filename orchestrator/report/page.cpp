#include "report/page.h"

#include "base/names.h"
#include "report/format.h"

namespace clientpush {
namespace {

constexpr std::string_view style_sheet = R"css(
:root { color-scheme: light dark; --text: #1b1f24; --page: #fff; --card: #f4f5f7; --line: #d5d9de; --weak: #5a636d;
  --red: #b3261e; --yellow: #8a5a00; --green: #1a6e35; }
@media (prefers-color-scheme: dark) { :root { --text: #e4e7eb; --page: #15181c; --card: #1f242a; --line: #3a424b;
  --weak: #a2abb5; --red: #ff8a80; --yellow: #f2c14e; --green: #7ed491; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--text); background: var(--page); margin: 2rem auto;
  max-width: 75rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
.tiles { display: flex; flex-wrap: wrap; gap: .75rem; }
.tile { background: var(--card); border-radius: .5rem; padding: .5rem 1rem; min-width: 6rem; }
.tile b { display: block; font-size: 1.8rem; line-height: 1.2; }
.card { background: var(--card); border-left: .3rem solid var(--line); border-radius: .25rem;
  padding: .5rem 1rem; margin: .5rem 0; break-inside: avoid; }
.card .names { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
.card p { margin: 0; color: var(--weak); white-space: pre-wrap; overflow-wrap: anywhere; }
.red b, .red .head { color: var(--red); } .card.red { border-color: var(--red); }
.yellow b, .yellow .head { color: var(--yellow); } .card.yellow { border-color: var(--yellow); }
.green b, .green .head { color: var(--green); } .card.green { border-color: var(--green); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .85rem; }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; border-bottom: 1px solid var(--line); }
@media print { body { margin: 0; max-width: none; } thead { display: table-header-group; }
  tr { break-inside: avoid; } .wide { overflow: visible; } table { font-size: .65rem; } }
)css";

std::string_view class_of(Colour colour) {
    switch (colour) {
        case Colour::green:
            return " green";
        case Colour::red:
            return " red";
        case Colour::yellow:
            return " yellow";
        case Colour::plain:
            break;
    }
    return "";
}

}  // namespace

void begin_page(std::ostream& out, const std::string& title) {
    out << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        << "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        << "<title>" << html_text(title) << "</title>\n<style>" << style_sheet
        << "</style>\n</head>\n<body>\n<h1>" << html_text(title) << "</h1>\n";
}

void end_page(std::ostream& out) {
    out << "</body>\n</html>\n";
}

void write_heading(std::ostream& out, const std::string& text) {
    out << "<h2>" << html_text(text) << "</h2>\n";
}

void write_paragraph(std::ostream& out, const std::string& text) {
    out << "<p>" << html_text(text) << "</p>\n";
}

void write_tiles(std::ostream& out, const std::vector<Tile>& tiles) {
    out << "<div class=\"tiles\">\n";
    for (const Tile& tile : tiles) {
        const Colour colour = tile.count > 0 ? tile.colour : Colour::plain;
        out << "<div class=\"tile" << class_of(colour) << "\"><b>" << tile.count << "</b>"
            << html_text(tile.word) << "</div>\n";
    }
    out << "</div>\n";
}

void write_cards(std::ostream& out, const std::string& heading, const std::vector<Card>& cards) {
    if (cards.empty()) return;
    write_heading(out, heading);
    for (const Card& card : cards) {
        out << "<div class=\"card" << class_of(card.colour) << "\"><div class=\"head\"><b>" << card.count
            << "</b> " << html_text(card.head) << "</div><div class=\"names\">" << html_text(card.names)
            << "</div>";
        if (!card.text.empty()) out << "<p>" << html_text(card.text) << "</p>";
        out << "</div>\n";
    }
}

std::vector<Card> cards_of(const std::vector<VerdictGroup>& groups, Colour colour) {
    std::vector<Card> cards;
    for (const VerdictGroup& group : groups)
        cards.push_back({group.names.size(), group.rule, fold(group.names), group.reason, colour});
    return cards;
}

}  // namespace clientpush
