#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "report/verdicts.h"

namespace clientpush {

// Parts of a self-contained page: nothing fetched, nothing run but its own script, light and dark, fit to
// print. All texts are given as they are, also a host's, and escaped here.

/// What a colour and a mark mean on a page; the word beside them always says it too.
enum class Tone { plain, lost, unknown, weak, healing, good, cloud };

Tone tone_of(Outlook outlook);

/// "lost", "unknown", ...: the name of its style.
std::string_view to_text(Tone tone);

/// Printable and escaped, for the text of an element or a quoted attribute.
std::string page_text(std::string_view text);

/// "100,000".
std::string grouped(std::size_t number);

/// `overline` stands small above the title and says what kind of page this is.
void begin_page(std::ostream& out, const std::string& overline, const std::string& title, Tone tone);
void end_page(std::ostream& out);

/// A section with its heading; `id` is what links name.
void begin_section(std::ostream& out, std::string_view id, const std::string& heading);
void end_section(std::ostream& out);

void write_paragraph(std::ostream& out, const std::string& text);

/// What to do about what stands below. `backticks` mark what is to be typed.
void write_advice(std::ostream& out, const std::string& text);

/// Links to sections of the page.
void write_contents(std::ostream& out, const std::vector<std::pair<std::string, std::string>>& sections);

/// A number with its word, which filters the table of the page.
struct Count {
    std::string word;
    std::size_t count = 0;
    Tone tone = Tone::plain;
    std::string filter;  ///< "Outlook=unmanaged"; "" for none
};

void write_counts(std::ostream& out, const std::vector<Count>& counts);

/// Folded names with the count, what they share, and why.
struct Card {
    std::size_t count = 0;
    std::string head;
    std::string names;
    std::string text;
    Tone tone = Tone::plain;
    bool is_rule = false;  ///< the head is a rule that the page explains
};

void write_cards(std::ostream& out, const std::vector<Card>& cards);

std::vector<Card> cards_of(const std::vector<VerdictGroup>& groups, Tone tone);

/// A section of verdict groups; nothing when there is none.
void write_verdict_section(std::ostream& out, std::string_view id, const std::string& heading,
                           const std::string& advice, const std::vector<VerdictGroup>& groups, Tone tone);

/// A small table; the first column says what a row is, the others are numbers.
void write_small_table(std::ostream& out, const std::string& caption, const std::vector<std::string>& columns,
                       const std::vector<std::vector<std::string>>& rows);

}  // namespace clientpush
