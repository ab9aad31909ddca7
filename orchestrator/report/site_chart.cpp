#include "report/site_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <string>

#include "base/names.h"
#include "report/page.h"

namespace clientpush {
namespace {

constexpr int bar_length = 1000;
constexpr int shortest_part = 6;  // what occurs at all is seen

struct SiteCounts {
    std::string site;
    std::map<Outlook, std::size_t> by_outlook;
    std::size_t total = 0;

    std::size_t count(Outlook outlook) const {
        const auto found = by_outlook.find(outlook);
        return found == by_outlook.end() ? 0 : found->second;
    }
};

std::vector<SiteCounts> count_sites(const Plan& plan) {
    std::map<std::string, SiteCounts, std::less<>> sites;
    for (const PlannedClient& client : plan.clients) {
        SiteCounts& counts = sites[client.site];
        counts.site = client.site;
        ++counts.by_outlook[client.verdict.outlook];
        ++counts.total;
    }
    std::vector<SiteCounts> sorted;
    for (auto& [site, counts] : sites) sorted.push_back(std::move(counts));
    std::ranges::stable_sort(sorted, std::greater<>(), [](const SiteCounts& each) {
        return std::pair(each.count(Outlook::unmanaged), each.count(Outlook::unknown));
    });
    return sorted;
}

/// How long each part of a bar is, in the order of `worst_first`; together as long as the bar.
std::vector<int> lengths_of(const SiteCounts& counts) {
    std::vector<int> lengths;
    int given = 0;
    for (const Outlook outlook : worst_first) {
        const std::size_t count = counts.count(outlook);
        const auto share = static_cast<int>(count * bar_length / counts.total);
        lengths.push_back(count == 0 ? 0 : std::max(share, shortest_part));
        given += lengths.back();
    }
    *std::ranges::max_element(lengths) += bar_length - given;
    return lengths;
}

std::string in_words(const SiteCounts& counts) {
    std::string words;
    for (const Outlook outlook : worst_first) {
        if (counts.count(outlook) == 0) continue;
        words += fmt::format("{}{} {}", words.empty() ? "" : ", ", grouped(counts.count(outlook)),
                             to_text(outlook));
    }
    return words;
}

void write_bar(std::ostream& out, const SiteCounts& counts) {
    out << "<svg viewBox=\"0 0 " << bar_length
        << " 16\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\""
        << page_text(fmt::format("{}: {}", counts.site, in_words(counts))) << "\">";
    int x = 0;
    std::size_t part = 0;
    for (const int length : lengths_of(counts)) {
        const Tone tone = tone_of(worst_first[part++]);
        if (length == 0) continue;
        out << "<rect class=\"" << to_text(tone) << "\" x=\"" << x << "\" width=\"" << length
            << "\" height=\"16\"/>";
        x += length;
    }
    out << "</svg>\n";
}

void write_numbers(std::ostream& out, const SiteCounts& counts) {
    out << "<p class=\"numbers\">";
    for (const Outlook outlook : worst_first) {
        if (counts.count(outlook) == 0) continue;
        out << "<span class=\"" << to_text(tone_of(outlook)) << "\"><b>" << grouped(counts.count(outlook))
            << "</b> <span class=\"mark\">" << to_text(outlook) << "</span></span> ";
    }
    out << "</p>\n";
}

}  // namespace

void write_site_chart(std::ostream& out, const Plan& plan) {
    out << "<div class=\"chart\">\n";
    for (const SiteCounts& counts : count_sites(plan)) {
        const std::string name = counts.site.empty() ? "no site" : counts.site;
        out << "<div class=\"bar\">\n<h3>" << page_text(name) << " <span>" << grouped(counts.total)
            << (counts.total == 1 ? " client" : " clients") << "</span></h3>\n";
        write_bar(out, counts);
        write_numbers(out, counts);
        out << "</div>\n";
    }
    out << "</div>\n";
}

}  // namespace clientpush
