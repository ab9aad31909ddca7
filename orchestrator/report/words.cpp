#include "report/words.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>

namespace clientpush {
namespace {

std::string_view or_none(const std::string& value) {
    return value.empty() ? "none" : std::string_view(value);
}

}  // namespace

std::string service_words(std::string_view service) {
    static const std::map<std::string_view, std::string_view> words{
        {"http", "HTTP"},
        {"https", "HTTPS"},
        {"http.alternative", "HTTP alternative"},
        {"https.alternative", "HTTPS alternative"},
        {"notification", "client notification"},
        {"wake_on_lan", "Wake-on-LAN"}};
    const auto known = words.find(service);
    return std::string(known == words.end() ? service : known->second);
}

std::vector<std::string> change_lines(const std::vector<SiteChange>& changes) {
    std::map<std::string, std::vector<std::string>> moves_of;
    for (const SiteChange& change : changes) {
        moves_of[change.site].push_back(fmt::format("{} {} -> {}", service_words(change.service),
                                                    or_none(change.before), or_none(change.after)));
    }
    std::map<std::string, std::vector<std::string>> sites_by_move;
    for (const auto& [site, moves] : moves_of)
        sites_by_move[fmt::format("{}", fmt::join(moves, ", "))].push_back(site);
    std::vector<std::string> lines;
    for (const auto& [moves, sites] : sites_by_move) {
        lines.push_back(
            fmt::format("Site{} {}: {}", sites.size() == 1 ? "" : "s", fmt::join(sites, ", "), moves));
    }
    return lines;
}

}  // namespace clientpush
