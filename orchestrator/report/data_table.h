#pragma once

#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report/page.h"

namespace clientpush {

/// A column of the large table of a page.
struct DataColumn {
    enum class Kind {
        name,    ///< each its own; what a row is called
        choice,  ///< few words: the page offers them as a filter
        text,    ///< words that often repeat
        number
    };
    enum class Show {
        always,
        wide,  ///< where the window is wide enough
        widest,
        detail  ///< only of the row that was chosen
    };

    std::string title;
    Kind kind = Kind::text;
    Show show = Show::always;
    std::vector<std::pair<std::string, Tone>> tones{};  ///< of its words
};

/// A table of very many rows, written row by row as data of the page; its script shows those in sight, and
/// filters and sorts them. Words that repeat are written once.
class DataTable {
public:
    /// `what` is counted: "clients".
    DataTable(std::ostream& out, const std::string& what, const std::vector<DataColumn>& columns);

    /// One text per column; "" where there is none.
    void add(const std::vector<std::string>& cells);

    void end();

private:
    /// The words of a column and their numbers; when there are too many of them, the rest stands as it is.
    class Words {
    public:
        int number_of(const std::string& word);  ///< -1: not a word
        void write(std::ostream& out) const;

    private:
        std::map<std::string, int, std::less<>> numbers_;
        std::vector<const std::string*> in_order_;
    };

    void add(std::size_t column, const std::string& cell);

    std::ostream& out_;
    std::vector<DataColumn::Kind> kinds_;
    std::vector<Words> words_;
    bool first_ = true;
};

}  // namespace clientpush
