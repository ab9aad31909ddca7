#include "ssh/known_hosts.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <mutex>
#include <system_error>

namespace clientpush::ssh {
namespace {

using Marker = KnownHostsLine::Marker;

std::vector<std::string> with_port(const HostNames& host, unsigned port) {
    std::vector<std::string> names;
    for (const std::string& name : host.names) {
        std::string written = known_hosts_name(name, port);
        if (!name.empty() && std::find(names.begin(), names.end(), written) == names.end())
            names.push_back(std::move(written));
    }
    return names;
}

std::vector<std::string> every_form(const HostNames& host) {
    std::vector<std::string> names = with_port(host, host.port);
    if (host.port != 22)
        for (std::string& name : with_port(host, 22)) names.push_back(std::move(name));
    return names;
}

bool speaks_of_any(const KnownHostsLine& line, const std::vector<std::string>& names) {
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string& name) { return speaks_of(line, name); });
}

}  // namespace

struct KnownHosts::Searches {
    std::mutex mutex;
    std::int64_t left = pass_limit;
    std::unordered_map<std::string, std::vector<std::size_t>> found;  ///< by the names
};

KnownHosts::KnownHosts() : searches_(std::make_unique<Searches>()) {}
KnownHosts::KnownHosts(KnownHosts&&) noexcept = default;
KnownHosts& KnownHosts::operator=(KnownHosts&&) noexcept = default;
KnownHosts::~KnownHosts() = default;

KnownHosts KnownHosts::read(const std::vector<std::filesystem::path>& files, std::int64_t limit) {
    KnownHosts known;
    known.searches_->left = limit;
    for (const auto& file : files) known.read_file(file);
    return known;
}

void KnownHosts::read_file(const std::filesystem::path& path) {
    files_.push_back(path.string());
    std::error_code missing;
    if (!std::filesystem::exists(path, missing) && !missing) return;
    std::ifstream in(path);
    if (!in || std::filesystem::is_directory(path, missing))
        throw Error(Error::Kind::usage, "known-hosts-unreadable", "cannot read " + path.string(),
                    "make the file readable for this user, or name another one");
    std::string text;
    for (int number = 1; std::getline(in, text); ++number) {
        std::string complaint;
        auto line = parse_known_hosts_line(text, complaint);
        if (line) add({std::move(*line), files_.size() - 1, number});
        if (!complaint.empty())
            warnings_.push_back({.at = {path.string(), number, 1},
                                 .what = "this line is skipped: " + complaint,
                                 .cure = "correct or delete the line",
                                 .excerpt = text,
                                 .severity = Problem::Severity::warning});
    }
}

void KnownHosts::add(Entry entry) {
    const std::size_t index = entries_.size();
    const KnownHostsLine& line = entry.line;
    if (line.marker == Marker::revoked) {
        revoked_by_blob_.emplace(line.key.blob, index);
    } else if (line.marker == Marker::cert_authority) {
        authorities_.push_back(index);
    } else if (line.hashed()) {
        hashed_.push_back(index);
        hashed_by_blob_.emplace(line.key.blob, index);
        ++hashed_of_type_[line.key.type];
    } else if (has_patterns(line.names)) {
        patterns_.push_back(index);
    } else {
        for (const std::string_view name : split_names(line.names))
            by_name_.emplace(known_hosts_name(name, 22), index);
    }
    entries_.push_back(std::move(entry));
}

KnownHosts::Found KnownHosts::entries_for(std::size_t file, const std::string& name) const {
    Found found;
    const auto [begin, end] = by_name_.equal_range(name);
    for (auto it = begin; it != end; ++it)
        if (entries_[it->second].file == file) found.push_back(&entries_[it->second]);
    for (const std::size_t index : patterns_)
        if (entries_[index].file == file && speaks_of(entries_[index].line, name))
            found.push_back(&entries_[index]);
    return found;
}

KnownHosts::Found KnownHosts::deciding_entries(const std::vector<std::string>& names,
                                               const HostKey* offered) const {
    for (std::size_t file = 0; file < files_.size(); ++file) {
        for (const std::string& name : names) {
            Found found = entries_for(file, name);
            if (offered) {
                const auto [begin, end] = hashed_by_blob_.equal_range(offered->blob);
                for (auto it = begin; it != end; ++it)
                    if (entries_[it->second].file == file && speaks_of(entries_[it->second].line, name))
                        found.push_back(&entries_[it->second]);
            }
            if (!found.empty()) return found;
        }
    }
    return {};
}

/// Adds what it finds. False when the limit forbids to search.
bool KnownHosts::search_hashed_names(const std::vector<std::string>& names, Found& found) const {
    std::string key;
    for (const std::string& name : names) key += name + '\n';
    const std::lock_guard lock(searches_->mutex);
    auto known = searches_->found.find(key);
    if (known == searches_->found.end()) {
        const auto cost = static_cast<std::int64_t>(hashed_.size() * names.size());
        if (cost > searches_->left) return false;
        searches_->left -= cost;
        known = searches_->found.emplace(key, std::vector<std::size_t>()).first;
        for (const std::size_t index : hashed_)
            if (speaks_of_any(entries_[index].line, names)) known->second.push_back(index);
    }
    for (const std::size_t index : known->second) found.push_back(&entries_[index]);
    return true;
}

bool KnownHosts::is_revoked(const HostNames& host, const HostKey& key) const {
    const auto [begin, end] = revoked_by_blob_.equal_range(key.blob);
    return std::any_of(begin, end, [&](const auto& one) {
        return speaks_of_any(entries_[one.second].line, every_form(host));
    });
}

std::string KnownHosts::note_for(const HostNames& host) const {
    if (authorities_.empty()) return {};
    const std::vector<std::string> names = every_form(host);
    for (const std::size_t index : authorities_)
        if (speaks_of_any(entries_[index].line, names))
            return "host certificates are not honoured (@cert-authority at " + files_[entries_[index].file] +
                   ":" + std::to_string(entries_[index].number) + ")";
    return {};
}

std::vector<RecordedKey> KnownHosts::recorded(const Found& found) const {
    std::vector<RecordedKey> keys;
    for (const Entry* entry : found)
        keys.push_back({entry->line.key, {files_[entry->file], entry->number, 0}});
    return keys;
}

KeyVerdict KnownHosts::check_quickly(const HostNames& host, const HostKey& key) const {
    using Trust = KeyVerdict::Trust;
    if (is_revoked(host, key)) return {Trust::revoked, {}, {}};

    const auto offered = [&](const Entry* entry) { return entry->line.key == key; };
    const Found found = deciding_entries(with_port(host, host.port), &key);
    if (std::any_of(found.begin(), found.end(), offered)) return {Trust::known, recorded(found), {}};
    if (found.empty() && host.port != 22) {
        const Found bare = deciding_entries(with_port(host, 22), &key);
        if (std::any_of(bare.begin(), bare.end(), offered)) return {Trust::known, recorded(bare), {}};
    }
    return {found.empty() ? Trust::unknown : Trust::changed, recorded(found), note_for(host)};
}

KeyVerdict KnownHosts::check(const HostNames& host, const HostKey& key) const {
    KeyVerdict verdict = check_quickly(host, key);
    if (verdict.trust != KeyVerdict::Trust::unknown || hashed_.empty()) return verdict;
    Found found;
    if (!search_hashed_names(with_port(host, host.port), found)) {
        if (!verdict.note.empty()) verdict.note += "; ";
        verdict.note += "whether another key is on record was not looked up, because " +
                        std::to_string(hashed_.size()) +
                        " host names on record are hashed and many hosts were unknown";
    }
    if (found.empty()) return verdict;
    return {KeyVerdict::Trust::changed, recorded(found), verdict.note};
}

std::vector<RecordedKey> KnownHosts::recorded_keys(const HostNames& host, bool* complete) const {
    Found found;
    for (std::size_t file = 0; file < files_.size(); ++file)
        for (const std::string& name : every_form(host))
            for (const Entry* entry : entries_for(file, name))
                if (std::find(found.begin(), found.end(), entry) == found.end()) found.push_back(entry);
    if (!hashed_.empty() && !search_hashed_names(every_form(host), found)) *complete = false;
    return recorded(found);
}

std::vector<std::string> KnownHosts::hashed_types() const {
    std::vector<std::string> types;
    for (const auto& [type, count] : hashed_of_type_) types.push_back(type);
    std::sort(types.begin(), types.end(), [&](const std::string& a, const std::string& b) {
        return hashed_of_type_.at(a) > hashed_of_type_.at(b);
    });
    return types;
}

std::vector<std::string> KnownHosts::recorded_types(const HostNames& host) const {
    Found found = deciding_entries(with_port(host, host.port), nullptr);
    if (found.empty() && host.port != 22) found = deciding_entries(with_port(host, 22), nullptr);
    if (found.empty()) return hashed_types();
    std::vector<std::string> types;
    for (const Entry* entry : found)
        if (std::find(types.begin(), types.end(), entry->line.key.type) == types.end())
            types.push_back(entry->line.key.type);
    return types;
}

}  // namespace clientpush::ssh
