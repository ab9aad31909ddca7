#include "cli/commands/keys_trusted.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "base/error.h"
#include "base/problem.h"

namespace clientpush {

namespace {

using Marker = ssh::KnownHostsLine::Marker;

std::vector<std::string> words_of(const std::string& text) {
    std::istringstream in(text);
    std::vector<std::string> words;
    for (std::string word; in >> word;) words.push_back(word);
    return words;
}

/// "256 SHA256:... root@host (ED25519)"
bool is_of_keygen(const std::vector<std::string>& words) {
    return words.size() > 2 &&
           std::all_of(words[0].begin(), words[0].end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string without_user(const std::string& name) {
    const auto at = name.find('@');
    return at == std::string::npos ? name : name.substr(at + 1);
}

std::ifstream open(const std::string& file) {
    std::error_code none;
    errno = std::filesystem::is_directory(file, none) ? EISDIR : 0;
    std::ifstream in(file);
    if (in && errno == 0) return in;
    throw Error(Error::Kind::usage, "trusted-keys-unreadable",
                "cannot read " + file + ": " + std::generic_category().message(errno),
                "name a file with the trusted keys, which this user may read: --from FILE");
}

}  // namespace

TrustedKeys TrustedKeys::read(const std::string& file) {
    std::ifstream in = open(file);
    TrustedKeys trusted;
    std::vector<Problem> problems;
    std::string text;
    for (int number = 1; std::getline(in, text); ++number)
        trusted.read_line(text, {file, number, 1}, problems);
    throw_if_wrong(problems);
    if (trusted.entries_.empty())
        throw Error(Error::Kind::usage, "trusted-keys-empty", file + " has no key in it",
                    "write a line \"host SHA256:...\" for each host");
    return trusted;
}

void TrustedKeys::read_line(const std::string& text, const Position& at, std::vector<Problem>& problems) {
    const std::vector<std::string> words = words_of(text);
    if (words.empty() || words[0].starts_with('#')) return;
    if (words.size() >= 2 && words[1].starts_with("SHA256:") && !words[0].starts_with('|')) {
        ssh::KnownHostsLine host;
        host.names = is_of_keygen(words) ? without_user(words[2]) : words[0];
        return add(std::move(host), words[1]);
    }
    std::string complaint;
    auto line = ssh::parse_known_hosts_line(text, complaint);
    if (line && line->marker == Marker::none) {
        std::string fingerprint = ssh::fingerprint(line->key.blob);
        return add(std::move(*line), std::move(fingerprint));
    }
    problems.push_back({at, line ? "a list of trusted keys has no " + words[0] + " lines" : complaint,
                        "write \"host SHA256:...\", a line of ssh-keygen -l, or one of known_hosts", text});
}

void TrustedKeys::add(ssh::KnownHostsLine host, std::string fingerprint) {
    if (host.hashed() || ssh::has_patterns(host.names)) {
        others_.push_back(entries_.size());
    } else {
        for (const std::string_view name : ssh::split_names(host.names))
            by_name_.emplace(ssh::known_hosts_name(name, 22), entries_.size());
    }
    entries_.push_back({std::move(host), std::move(fingerprint)});
}

void TrustedKeys::find(const std::string& name, std::vector<std::string>& fingerprints) const {
    const auto take = [&](const std::string& one) {
        if (std::find(fingerprints.begin(), fingerprints.end(), one) == fingerprints.end())
            fingerprints.push_back(one);
    };
    const auto [begin, end] = by_name_.equal_range(name);
    for (auto it = begin; it != end; ++it) take(entries_[it->second].fingerprint);
    for (const std::size_t index : others_)
        if (ssh::speaks_of(entries_[index].host, name)) take(entries_[index].fingerprint);
}

std::vector<std::string> TrustedKeys::fingerprints_of(const ssh::HostNames& host) const {
    std::vector<std::string> fingerprints;
    for (const std::string& name : host.names) {
        find(ssh::known_hosts_name(name, host.port), fingerprints);
        if (host.port != 22) find(ssh::known_hosts_name(name, 22), fingerprints);
    }
    return fingerprints;
}

}  // namespace clientpush
