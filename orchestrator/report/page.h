#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "report/text_writer.h"
#include "report/verdicts.h"

namespace clientpush {

// Parts of a self-contained page: no scripts, nothing fetched, light and dark, fit to print. All texts are
// given as they are and escaped here.

void begin_page(std::ostream& out, const std::string& title);
void end_page(std::ostream& out);

void write_heading(std::ostream& out, const std::string& text);
void write_paragraph(std::ostream& out, const std::string& text);

/// A large number with its word below.
struct Tile {
    std::string word;
    int count = 0;
    Colour colour = Colour::plain;
};

void write_tiles(std::ostream& out, const std::vector<Tile>& tiles);

/// Folded names with the count, what they share, and why.
struct Card {
    std::size_t count = 0;
    std::string head;
    std::string names;
    std::string text;
    Colour colour = Colour::plain;
};

/// A heading and its cards; nothing when there is none.
void write_cards(std::ostream& out, const std::string& heading, const std::vector<Card>& cards);

std::vector<Card> cards_of(const std::vector<VerdictGroup>& groups, Colour colour);

}  // namespace clientpush
