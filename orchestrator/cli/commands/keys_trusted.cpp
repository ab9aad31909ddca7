#include "cli/commands/keys_trusted.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/error.h"

namespace clientpush {

namespace {

std::vector<std::string> words_of(const std::string& text) {
    std::istringstream in(text);
    std::vector<std::string> words;
    for (std::string word; in >> word;) words.push_back(word);
    return words;
}

bool is_number(const std::string& word) {
    return std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<std::string> forms_of(const ssh::HostNames& host) {
    std::vector<std::string> forms;
    for (const std::string& name : host.names) {
        forms.push_back(ssh::known_hosts_name(name, host.port));
        if (host.port != 22) forms.push_back(ssh::known_hosts_name(name, 22));
    }
    return forms;
}

}  // namespace

TrustedKeys TrustedKeys::read(const std::string& file) {
    std::ifstream in(file);
    if (!in)
        throw Error(Error::Kind::usage, "trusted-keys-unreadable", "cannot read " + file,
                    "name the file with the trusted fingerprints (--from)");
    TrustedKeys trusted;
    std::string text;
    for (int number = 1; std::getline(in, text); ++number) {
        const std::vector<std::string> words = words_of(text);
        if (words.empty() || words[0].starts_with('#')) continue;
        if (words.size() >= 2 && words[1].starts_with("SHA256:")) {
            const bool by_keygen = is_number(words[0]) && words.size() > 2;
            trusted.prints_.push_back({ssh::known_hosts_name(words[by_keygen ? 2 : 0], 22), words[1]});
            continue;
        }
        std::string complaint;
        auto line = ssh::parse_known_hosts_line(text, complaint);
        if (!line || line->marker != ssh::KnownHostsLine::Marker::none)
            throw Error(Error::Kind::usage, "trusted-keys-malformed",
                        file + ":" + std::to_string(number) + " names no trusted key",
                        "write \"host SHA256:...\", or a line of known_hosts");
        trusted.lines_.push_back(std::move(*line));
    }
    return trusted;
}

bool TrustedKeys::contains(const ssh::HostNames& host, const ssh::HostKey& key) const {
    const std::vector<std::string> forms = forms_of(host);
    const std::string fingerprint = ssh::fingerprint(key.blob);
    for (const Print& print : prints_)
        if (print.fingerprint == fingerprint &&
            std::find(forms.begin(), forms.end(), print.host) != forms.end())
            return true;
    for (const ssh::KnownHostsLine& line : lines_)
        for (const std::string& form : forms)
            if (line.key == key && ssh::speaks_of(line, form)) return true;
    return false;
}

}  // namespace clientpush
