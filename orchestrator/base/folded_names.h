#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace clientpush {

/// Gathers host names for people, folding them as they come: of ws001 to ws999 only the two ends are kept.
class FoldedNames {
public:
    void add(std::string_view name);

    /// How many were added.
    std::size_t size() const { return added_; }
    bool empty() const { return added_ == 0; }

    /// "db,ws[001-002,004]". Names keep their zero padding; the order is by name; a name that was added twice
    /// stands once.
    std::string text() const;

    /// At most `limit` characters, then ", and 12 more".
    std::string text(std::size_t limit) const;

private:
    /// What the names of one run share; of a name without a number it is the whole name.
    struct Key {
        std::string prefix;
        std::string suffix;
        std::size_t padded_to = 0;  ///< 0: no leading zeros
        bool numbered = false;

        auto operator<=>(const Key&) const = default;  // NOLINT(modernize-use-nullptr): its own 0
    };
    using Range = std::pair<std::uint64_t, std::uint64_t>;
    using Runs = std::map<Key, std::vector<Range>>;

    Runs in_order() const;
    static std::string text_of(const Runs& runs, std::uint64_t names);

    Runs runs_;
    std::size_t added_ = 0;
};

}  // namespace clientpush
