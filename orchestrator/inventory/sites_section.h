#pragma once

#include <map>
#include <string>

#include "inventory/findings.h"
#include "ports/site.h"

namespace clientpush {

/// The `sites:` of every file, gathered. A later file replaces a site; within one file a site stands once.
class SitesSection {
public:
    explicit SitesSection(Findings& findings) : findings_(findings) {}

    /// `source` counts what the user named with -i: a file, or a folder with several files.
    void read(const yaml::Document& document, const yaml::Node& section, int source);

    /// The rules about sites themselves, once all are known.
    void check();

    const Sites& sites() const { return sites_; }

private:
    using Places = std::map<std::string, Position>;  ///< by field, as SiteFinding names it; "" is the site

    void read_site(const yaml::Document& document, const yaml::Node::Entry& entry, int source);
    bool may_define(const std::string& code, const Position& at, int source);
    Position place_of(const SiteFinding& finding) const;

    Findings& findings_;
    Sites sites_;
    std::map<std::string, Places, std::less<>> places_;
    std::map<std::string, int> source_of_;
    bool readable_ = true;  ///< every site has the right shape
};

}  // namespace clientpush
