#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "inventory/inventory.h"

namespace clientpush {

/// "*", "?", "[abc]", "[!abc]" against a whole name.
bool matches_glob(std::string_view glob, std::string_view name);

/// Finds the hosts that one word of a pattern means, without "&" and "!" before it.
class Matcher {
public:
    explicit Matcher(const Inventory& inventory) : inventory_(inventory) {}

    bool is_name(const std::string& word) const;

    /// Throws Error{usage} when the word is wrong. A glob or regex may well find nothing.
    std::set<std::size_t> find(const std::string& word) const;

private:
    std::set<std::size_t> find_name(const std::string& name) const;
    std::vector<std::size_t> in_order(const std::string& word) const;
    std::set<std::size_t> find_glob(const std::string& glob) const;
    std::set<std::size_t> find_regex(const std::string& expression) const;
    std::set<std::size_t> find_in_file(const std::string& file) const;
    template <typename Test>
    std::set<std::size_t> find_if(Test matches) const;

    const Inventory& inventory_;
};

}  // namespace clientpush
