#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "inventory/columns.h"
#include "inventory/csv.h"
#include "inventory/draft.h"
#include "inventory/findings.h"
#include "inventory/host_list.h"

namespace clientpush {

/// Takes the rows of one table, each a host with its variables. Rows of hosts that no file has named yet go
/// to `rows`, packed; others become definitions of the draft.
class Table {
public:
    /// What a table adds to.
    struct Into {
        Draft& draft;
        HostList& rows;
        Findings& findings;
        std::set<std::string, std::less<>>& headers;  ///< every header that some table had
        std::set<std::string, std::less<>>& shown;    ///< the tables whose lines may be shown
    };

    Table(const std::string& file, const ColumnMap& said, Into into);

    /// The header of the rows that follow. Where it is wrong, what can be said of the rows is said all the
    /// same.
    void header(const Cells& cells);

    /// Whether the header says in which column the hosts' names are.
    bool has_names() const { return name_column_.has_value(); }

    /// A row whose cells stand under the header; `values` has what a cell means where that is not its text
    /// (numbers, lists), and may be empty.
    void row(const Cells& cells, const std::vector<const yaml::Node*>& values = {});

    /// So much is wrong that the rest need not be read.
    bool full() const { return told_ >= most_problems; }

    void error(int line, int column, std::string what, std::string cure);

private:
    struct Column {
        std::string variable;  ///< "" when the column is left out
        ColumnUse::As as = ColumnUse::As::text;
        bool is_name = false;
        bool reserved = false;
        std::set<std::string, std::less<>> accepted;  ///< values that were checked before
    };

    /// One cell that counts.
    struct Found {
        Column* column = nullptr;
        std::string text;
        const yaml::Node* value = nullptr;
        int at_column = 0;
        int line = 0;
    };

    static constexpr int most_problems = 1000;

    bool check_headers(const Cells& cells);
    void set_columns(const Cells& cells);
    void find_name_column(const Cells& cells);
    void refuse_nameless(const Cells& cells);
    void check_variable(Column& column, const Cell& cell);
    bool is_host(const Cell& cell);
    std::vector<Found> found_in(const Cells& cells, const std::vector<const yaml::Node*>& values);
    static void drop_a_date_without_ports(std::vector<Found>& found);
    void check_value(const Found& found);
    void add_row(const Cell& name, const std::vector<Found>& found);
    void add_to_draft(const Cell& name, const std::vector<Found>& found);
    void refuse_twice(const Cell& name, const std::string& first);
    Setting setting_of(const Found& found);
    Layer pack(const std::vector<Found>& found);
    Position at(const Cell& cell) const { return {file_, cell.line, cell.column}; }

    std::string file_;
    const ColumnMap& said_;
    Into into_;
    std::vector<Column> columns_;
    std::optional<std::size_t> name_column_;
    std::size_t first_row_;            ///< index in rows of the first host of this table
    std::set<std::string> elsewhere_;  ///< hosts of this table that were known before it
    std::set<std::string> told_headers_;
    int told_ = 0;
};

/// Reads a CSV file.
void read_csv(const std::string& file, const ColumnMap& said, const Table::Into& into);

/// Reads JSON lines: an object in each line, its keys being the headers.
void read_json_lines(const std::string& file, const ColumnMap& said, const Table::Into& into);

}  // namespace clientpush
