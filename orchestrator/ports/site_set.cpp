#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "ports/site.h"

namespace clientpush {
namespace {

constexpr std::string_view shape = "SITE.http|https[.default|.alternative]=PORT";

/// "ABC.http.alternative=80" in its parts.
struct Assignment {
    std::string_view site;
    std::string_view service;
    std::string_view which;
    std::string_view value;
};

/// Takes what stands before `mark` off the front of `text`; all of it when there is no mark.
std::string_view take_until(std::string_view& text, char mark) {
    const std::size_t at = text.find(mark);
    const std::string_view part = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    return part;
}

std::optional<Assignment> parse(std::string_view text) {
    if (text.find('=') == std::string_view::npos) return std::nullopt;
    std::string_view target = take_until(text, '=');
    if (target.ends_with('.')) return std::nullopt;
    Assignment result;
    result.value = text;
    result.site = take_until(target, '.');
    result.service = take_until(target, '.');
    result.which = target.empty() ? "default" : target;
    const bool service_known = result.service == "http" || result.service == "https";
    const bool which_known = result.which == "default" || result.which == "alternative";
    if (result.site.empty() || !service_known || !which_known) return std::nullopt;
    return result;
}

std::string codes(const Sites& sites) {
    std::vector<std::string_view> primaries;
    for (const auto& [code, site] : sites) {
        if (site.kind == SiteKind::primary) primaries.push_back(code);
    }
    return fmt::format("{}", fmt::join(primaries, ", "));
}

/// Why the ports of this site cannot be set, or "".
std::string refusal(const Sites& sites, std::string_view code) {
    const auto site = sites.find(code);
    if (site == sites.end()) {
        return fmt::format("there is no site {}; the primaries of this inventory are: {}", code,
                           codes(sites));
    }
    if (site->second.kind == SiteKind::secondary) {
        return fmt::format("{0} inherits the ports of {1}; set those of {1}", code, site->second.parent);
    }
    if (site->second.kind == SiteKind::cas) {
        return fmt::format(
            "{} is a central administration site and has no clients; set the ports of its "
            "primaries: {}",
            code, codes(sites));
    }
    return "";
}

}  // namespace

std::optional<std::string> apply_set(Sites& sites, std::string_view text) {
    const std::optional<Assignment> assignment = parse(text);
    if (!assignment) return fmt::format("\"{}\" is no port to set; write {}", text, shape);
    if (const std::string why = refusal(sites, assignment->site); !why.empty()) return why;

    SitePorts& ports = sites.find(assignment->site)->second.ports;
    ServicePorts& service = assignment->service == "http" ? ports.http : ports.https;
    const bool alternative = assignment->which == "alternative";
    if (alternative && assignment->value.empty()) {
        service.alternative.reset();
        return std::nullopt;
    }
    const std::optional<Port> port = parse_port(assignment->value);
    if (!port) {
        return fmt::format("\"{}\" in \"{}\" is no port; give a whole number from 1 to 65535{}",
                           assignment->value, text, alternative ? ", or nothing to remove it" : "");
    }
    if (alternative) {
        service.alternative = *port;
    } else {
        service.standard = *port;
    }
    return std::nullopt;
}

std::vector<std::string> apply_sets(Sites& sites, const std::vector<std::string>& assignments) {
    Sites next = sites;
    std::vector<std::string> wrong;
    std::set<std::string, std::less<>> named;
    for (const std::string& text : assignments) {
        if (const auto problem = apply_set(next, text)) {
            wrong.push_back(*problem);
        } else {
            named.emplace(text.substr(0, text.find('.')));
        }
    }
    for (const SiteFinding& finding : check(next)) {
        if (finding.error && named.contains(finding.site))
            wrong.push_back(finding.what + "; " + finding.cure);
    }
    if (wrong.empty()) sites = std::move(next);
    return wrong;
}

}  // namespace clientpush
