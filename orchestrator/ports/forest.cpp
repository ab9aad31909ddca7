#include "ports/forest.h"

#include <algorithm>
#include <cctype>

namespace clientpush {

bool publishes_to(const Site& site, std::string_view forest) {
    return std::ranges::any_of(site.publishes_to, [&](std::string_view each) {
        return std::ranges::equal(each, forest, [](unsigned char x, unsigned char y) {
            return std::tolower(x) == std::tolower(y);
        });
    });
}

}  // namespace clientpush
