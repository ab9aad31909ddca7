#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/folded_names.h"
#include "ports/client.h"
#include "ports/site.h"

namespace clientpush {

/// Gathers, client by client, what people have to hear about a change besides the single clients.
class ChangeWarnings {
public:
    ChangeWarnings(const Sites& before, const Sites& after) : before_(before), after_(after) {}

    void add(const Client& client);

    std::vector<std::string> all() const;

private:
    using Warnings = std::vector<std::string>;

    void warn_about_website(Warnings& warnings) const;
    void warn_about_https(Warnings& warnings) const;
    void warn_about_secondaries(Warnings& warnings) const;
    void warn_about_refusals(Warnings& warnings) const;

    const Sites& before_;
    const Sites& after_;
    std::map<std::string, FoldedNames> on_the_internet_;  ///< by primary
    std::map<std::string, FoldedNames> of_secondaries_;   ///< by secondary
    std::map<std::pair<std::string, Protocol>, FoldedNames> refused_;
};

}  // namespace clientpush
