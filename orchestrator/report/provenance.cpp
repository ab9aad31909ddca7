#include "report/provenance.h"

#include <algorithm>
#include <set>

#include "report/page.h"

namespace clientpush {
namespace {

using Source = UsedFact::Source;

std::size_t count(const std::map<Source, std::size_t>& counts, Source source) {
    const auto found = counts.find(source);
    return found == counts.end() ? 0 : found->second;
}

/// "lab.yml" of "lab.yml:14:9".
std::string file_of(const std::string& origin) {
    return origin.substr(0, origin.find(':'));
}

std::string number(std::size_t count) {
    return count == 0 ? "–" : grouped(count);
}

}  // namespace

void Provenance::add(const PlannedClient& client, const std::vector<UsedFact>& used) {
    if (client.facts.any())
        ++ports_[client.facts.source][age_of(client.facts)];
    else
        ++never_seen_;
    std::set<std::string> files;
    for (const UsedFact& fact : used) {
        const bool port = fact.fact == Fact::http_port || fact.fact == Fact::https_port;
        if (!port) ++facts_[fact.fact][fact.source];
        if (fact.source == Source::inventory && !fact.origin.empty()) files.insert(file_of(fact.origin));
    }
    for (const std::string& file : files) ++files_[file];
}

Provenance::Age Provenance::age_of(const PortsSeen& seen) const {
    using std::chrono::hours;
    if (!seen.at || !basis_.now) return undated;
    const Duration age = *basis_.now - *seen.at;
    if (age < hours(24)) return day;
    if (age < hours(24 * 7)) return week;
    return age < hours(24 * 30) ? month : older;
}

void Provenance::write(std::ostream& out) const {
    begin_section(out, "facts", "Where the facts come from");
    write_advice(
        out,
        "A verdict is as good as its facts. Old or undated ports: read the hosts again with `clientpush "
        "verify`, or let old facts not count with `--stale-after 7d`. What the inventory does not say, "
        "set there.");
    write_ports(out);
    if (!facts_.empty()) write_facts(out);
    if (!files_.empty()) write_files(out);
    end_section(out);
}

void Provenance::write_ports(std::ostream& out) const {
    std::vector<std::vector<std::string>> rows;
    for (const auto& [source, counts] : ports_) {
        std::vector<std::string>& row = rows.emplace_back();
        row.emplace_back(to_text(source));
        for (const std::size_t each : counts) row.push_back(number(each));
    }
    if (never_seen_ > 0) rows.push_back({"never seen", "–", "–", "–", "–", number(never_seen_)});
    write_small_table(out, "Ports that clients were last seen on, by source and age",
                      {"source", "under 1 day", "1–7 days", "7–30 days", "older", "undated"}, rows);
}

void Provenance::write_facts(std::ostream& out) const {
    std::vector<std::vector<std::string>> rows;
    for (const auto& [fact, counts] : facts_) {
        rows.push_back({std::string(to_text(fact)), number(count(counts, Source::inventory)),
                        number(count(counts, Source::assumed)), number(count(counts, Source::missing))});
    }
    write_small_table(out, "Other facts, by how many verdicts read them",
                      {"fact", "from the inventory", "assumed", "not known"}, rows);
}

void Provenance::write_files(std::ostream& out) const {
    std::vector<std::pair<std::string, std::size_t>> files(files_.begin(), files_.end());
    std::ranges::stable_sort(files, std::greater<>(), [](const auto& each) { return each.second; });
    std::vector<std::vector<std::string>> rows;
    for (const auto& [file, verdicts] : files) rows.push_back({file, number(verdicts)});
    write_small_table(out, "Files of the inventory, by how many verdicts rest on them", {"file", "verdicts"},
                      rows);
}

}  // namespace clientpush
