#include "fuzz/target.h"
#include "inventory/csv.h"
#include "inventory/json_reader.h"

namespace clientpush {

void fuzz_csv(std::string_view bytes) {
    std::size_t whole = 0;
    std::size_t pieces = 0;
    std::size_t told = 0;
    std::size_t told_of_pieces = 0;
    CsvParser at_once([&](const Cells& cells) { whole += cells.size(); },
                      [&](int line, int column, const Wrong& wrong) {
                          require(line > 0 && column > 0 && !wrong.what.empty() && !wrong.cure.empty());
                          ++told;
                      });
    CsvParser by_bytes([&](const Cells& cells) { pieces += cells.size(); },
                       [&](int, int, const Wrong&) { ++told_of_pieces; });

    const bool fine = at_once.feed(bytes) && at_once.finish();
    bool also_fine = true;
    for (std::size_t i = 0; i < bytes.size() && also_fine; ++i) also_fine = by_bytes.feed(bytes.substr(i, 1));
    also_fine = also_fine && by_bytes.finish();

    require(fine == also_fine && whole == pieces && told == told_of_pieces);
    require(fine || told > 0);
}

void fuzz_json(std::string_view bytes) {
    JsonFault fault;
    const auto root = parse_json(bytes, fault);
    if (!root) {
        require(!fault.wrong.what.empty() && fault.line > 0 && fault.column > 0);
        return;
    }
    const std::string once = yaml::to_json(*root);
    const auto again = parse_json(once, fault);
    require(again && yaml::to_json(*again) == once);
}

}  // namespace clientpush
