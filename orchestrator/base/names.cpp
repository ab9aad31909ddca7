#include "base/names.h"

#include "base/folded_names.h"

namespace clientpush {
namespace {

FoldedNames folded(const std::vector<std::string>& names) {
    FoldedNames folded;
    for (const std::string& name : names) folded.add(name);
    return folded;
}

}  // namespace

std::string fold(const std::vector<std::string>& names) {
    return folded(names).text();
}

std::string fold(const std::vector<std::string>& names, std::size_t limit) {
    return folded(names).text(limit);
}

std::string counted(std::size_t count, std::string_view noun) {
    return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

}  // namespace clientpush
