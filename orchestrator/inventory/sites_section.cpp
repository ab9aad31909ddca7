#include "inventory/sites_section.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "inventory/site_reader.h"

namespace clientpush {
namespace {

bool is_site_code(const std::string& code) {
    return !code.empty() && std::all_of(code.begin(), code.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
    });
}

}  // namespace

void SitesSection::read(const yaml::Document& document, const yaml::Node& section, int source) {
    if (section.kind != yaml::Node::Kind::mapping) {
        findings_.error(document.at(section),
                        fmt::format("sites must be a mapping, not {}", kind_of(section)),
                        "write each site as a key: \"ABC: {kind: primary}\"");
        findings_.now_incomplete();
        return;
    }
    for (const yaml::Node::Entry& entry : section.entries) read_site(document, entry, source);
}

void SitesSection::read_site(const yaml::Document& document, const yaml::Node::Entry& entry, int source) {
    const Position at = document.at(entry);
    if (!is_site_code(entry.key)) {
        findings_.error(at, fmt::format("\"{}\" cannot be a site code", entry.key),
                        "use three letters or digits");
        readable_ = false;
        return;
    }
    if (entry.key.size() != 3) {
        findings_.warning(at, fmt::format("\"{}\" does not look like a site code", entry.key),
                          "use the code of the site: three letters or digits");
    }
    if (!may_define(entry.key, at, source)) return;
    SiteReader reader(document, findings_);
    sites_[entry.key] = reader.read(entry);
    places_[entry.key] = reader.places();
    source_of_[entry.key] = source;
    if (reader.failed()) readable_ = false;
}

bool SitesSection::may_define(const std::string& code, const Position& at, int source) {
    const auto known = source_of_.find(code);
    if (known == source_of_.end()) return true;
    const Position& before = places_[code][""];
    const std::string first = to_text(before);
    if (known->second == source && before.file == at.file) {
        findings_.error(at, fmt::format("site {} is defined twice, first at {}", code, first),
                        "keep one of them");
        return false;
    }
    findings_.warning(at, fmt::format("site {} replaces the one at {}", code, first), "remove one of them");
    return true;
}

Position SitesSection::place_of(const SiteFinding& finding) const {
    const auto found = places_.find(finding.site);
    if (found == places_.end()) return {};
    const Places& places = found->second;
    for (std::string field = finding.field; !field.empty();) {
        if (const auto place = places.find(field); place != places.end()) return place->second;
        const std::size_t dot = field.rfind('.');
        field.resize(dot == std::string::npos ? 0 : dot);
    }
    return places.at("");
}

void SitesSection::check() {
    if (!readable_ || findings_.incomplete()) return;
    for (const SiteFinding& finding : clientpush::check(sites_)) {
        if (finding.error) {
            findings_.error(place_of(finding), finding.what, finding.cure);
        } else {
            findings_.warning(place_of(finding), finding.what, finding.cure);
        }
    }
}

}  // namespace clientpush
