#pragma once

#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace clientpush {

/// An inventory that means one thing to Ansible and another to us, on purpose. Hosts are written as `listing`
/// shows them.
struct Difference {
    std::string name;
    std::vector<std::pair<std::string, std::string>> files;  ///< path, text; the first is the source
    std::string ansible_reads;
    std::string ansible_says;  ///< a part of its warning or error; "" when it says nothing at all
    std::string we_read;
    std::string we_say;  ///< a part of our problem; "" when we say nothing at all
};

/// gtest prints a parameter byte by byte unless it is told what it is.
inline void PrintTo(const Difference& difference, std::ostream* out) {
    *out << difference.name;
}

const std::vector<Difference>& deliberate_differences();

}  // namespace clientpush
