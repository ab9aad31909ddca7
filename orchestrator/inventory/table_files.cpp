#include <fmt/format.h>

#include <utility>

#include "inventory/json_reader.h"
#include "inventory/table.h"
#include "inventory/text_stream.h"
#include "inventory/utf8.h"

namespace clientpush {
namespace {

constexpr std::size_t longest_line = std::size_t{1} << 20;

/// The lines of a JSON-lines file, each an object.
class ObjectLines {
public:
    explicit ObjectLines(Table& table) : table_(table) {}

    bool feed(std::string_view text) {
        while (!text.empty()) {
            const std::size_t end = text.find('\n');
            line_ += text.substr(0, end);
            if (line_.size() > longest_line) {
                table_.error(number_, 1, fmt::format("this line has more than {} bytes", longest_line),
                             "write one object on each line");
                return false;
            }
            if (end == std::string_view::npos) return true;
            if (!finish()) return false;
            text.remove_prefix(end + 1);
        }
        return true;
    }

    /// Takes the line that has been gathered.
    bool finish() {
        if (line_.ends_with('\r')) line_.pop_back();
        if (const auto at = line_.find('\r'); at != std::string::npos) {
            table_.error(number_, static_cast<int>(at) + 1,
                         "a line ends here with CR alone, as old Macs wrote it",
                         "save the file with the line ends of Windows or Unix");
            return false;
        }
        if (line_.find_first_not_of(" \t") != std::string::npos) take_line();
        line_.clear();
        ++number_;
        return !table_.full();
    }

private:
    void take_line() {
        JsonFault fault;
        const std::optional<yaml::Node> object = parse_json(line_, fault, number_);
        if (!object) return table_.error(fault.line, fault.column, fault.wrong.what, fault.wrong.cure);
        if (object->kind != yaml::Node::Kind::mapping) {
            return table_.error(object->line, object->column,
                                fmt::format("each line holds an object, and not {}", kind_of(*object)),
                                "write {\"name\": \"ws1\", \"site\": \"ABC\"}");
        }
        if (object->entries.empty())
            return table_.error(number_, 1, "this object names no host", "remove the line");
        if (!same_keys(*object)) take_keys(*object);
        table_.row(cells_of(*object), values_);
    }

    bool same_keys(const yaml::Node& object) const {
        if (object.entries.size() != keys_.size()) return false;
        for (std::size_t i = 0; i < keys_.size(); ++i)
            if (object.entries[i].key != keys_[i]) return false;
        return true;
    }

    void take_keys(const yaml::Node& object) {
        keys_.clear();
        Cells cells;
        for (const yaml::Node::Entry& entry : object.entries) {
            cells.push_back({entry.key, entry.line, entry.column});
            keys_.push_back(entry.key);
        }
        table_.header(cells);
        if (!table_.has_names()) keys_.clear();  // the next line is told the same of itself
    }

    Cells cells_of(const yaml::Node& object) {
        Cells cells;
        texts_.assign(object.entries.size(), {});
        values_.assign(object.entries.size(), nullptr);
        for (std::size_t i = 0; i < object.entries.size(); ++i) {
            const yaml::Node& value = object.entries[i].value;
            const bool plain = value.kind == yaml::Node::Kind::scalar;
            if (!plain && value.kind != yaml::Node::Kind::null) {
                texts_[i] = yaml::to_json(value);
                values_[i] = &value;
            }
            cells.push_back({plain ? std::string_view(value.text) : texts_[i], value.line, value.column});
        }
        return cells;
    }

    Table& table_;
    std::string line_;
    int number_ = 1;
    std::vector<std::string> keys_;
    std::vector<std::string> texts_;
    std::vector<const yaml::Node*> values_;
};

void tell(const TextStream& stream, Table& table) {
    if (stream.wrong().what.empty()) return;
    table.error(stream.wrong_line(), stream.wrong_column(), stream.wrong().what, stream.wrong().cure);
}

}  // namespace

void read_csv(const std::string& file, const ColumnMap& said, const Table::Into& into) {
    Table table(file, said, into);
    bool has_header = false;
    bool lost = false;  // what no header stands over cannot be read
    CsvParser parser(
        [&](const Cells& cells) {
            if (lost) return;
            if (has_header) return table.row(cells);
            has_header = true;
            table.header(cells);
        },
        [&](int line, int column, const Wrong& wrong) {
            if (!lost) table.error(line, column, wrong.what, wrong.cure);
            lost = lost || !has_header;
        });
    TextStream stream(file);
    std::string block;
    while (!lost && !table.full() && stream.next(block) && parser.feed(block)) {
    }
    tell(stream, table);
    const bool whole = !lost && !table.full() && stream.wrong().what.empty();
    if (whole && parser.finish() && !has_header)
        table.error(0, 0, "this table is empty", "write a header and a row for each host");
}

void read_json_lines(const std::string& file, const ColumnMap& said, const Table::Into& into) {
    Table table(file, said, into);
    ObjectLines lines(table);
    TextStream stream(file);
    std::string block;
    bool going = true;
    while (going && stream.next(block)) going = lines.feed(block);
    tell(stream, table);
    if (going && stream.wrong().what.empty()) lines.finish();
}

}  // namespace clientpush
