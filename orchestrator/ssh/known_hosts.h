#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/problem.h"
#include "ssh/host_key.h"
#include "ssh/known_hosts_line.h"

namespace clientpush::ssh {

/// The names under which one host may be recorded, the most telling first (as ssh's HostKeyAlias).
struct HostNames {
    std::vector<std::string> names;
    std::uint16_t port = 22;
};

/// A key on record for a host.
struct RecordedKey {
    HostKey key;
    Position at;
};

/// What the files say of a key that a host has offered.
struct KeyVerdict {
    enum class Trust {
        known,    ///< on record for this host
        unknown,  ///< the host has no key on record
        changed,  ///< the host has keys on record, and not this one
        revoked   ///< marked @revoked for this host: refused whatever else is on record
    };

    Trust trust = Trust::unknown;
    std::vector<RecordedKey> recorded;  ///< the keys on record for this host, as far as they decided
    std::string note;                   ///< something on record that is not honoured; may be empty
};

/// Some known_hosts files, read once and shared by everybody.
///
/// A host is looked up under "[name]:port" (or "name" for port 22); like ssh we also accept a key that is on
/// record for the name without the port. The first file that has an entry for the host decides; a hashed
/// entry with another key is looked for only when nothing else is on record, because that costs one HMAC
/// for each hashed entry. Host certificates are not honoured.
class KnownHosts {
public:
    KnownHosts() = default;

    /// A file that does not exist is an empty one. Lines that are no entries are skipped and told in
    /// warnings(). Throws Error{usage} "known-hosts-unreadable".
    static KnownHosts read(const std::vector<std::filesystem::path>& files);

    KeyVerdict check(const HostNames& host, const HostKey& key) const;

    /// Types of the keys on record, without repetition, so that the host can be asked for one of these. Knows
    /// nothing of hashed entries: nobody can tell whom they speak of without the price named above.
    std::vector<std::string> recorded_types(const HostNames& host) const;

    std::size_t size() const { return entries_.size(); }
    const std::vector<Problem>& warnings() const { return warnings_; }

private:
    struct Entry {
        KnownHostsLine line;
        std::size_t file = 0;
        int number = 0;
    };
    using Found = std::vector<const Entry*>;

    void read_file(const std::filesystem::path& path);
    void add(Entry entry);
    Found entries_for(std::size_t file, const std::string& name) const;
    Found deciding_entries(const std::vector<std::string>& names, const HostKey* offered) const;
    Found hashed_entries_for(const std::vector<std::string>& names) const;
    bool is_revoked(const HostNames& host, const HostKey& key) const;
    std::string note_for(const HostNames& host) const;
    std::vector<RecordedKey> recorded(const Found& found) const;

    std::vector<std::string> files_;
    std::vector<Entry> entries_;
    std::unordered_multimap<std::string, std::size_t> by_name_;  ///< plain names
    std::unordered_multimap<std::string, std::size_t> hashed_by_blob_;
    std::vector<std::size_t> hashed_;
    std::vector<std::size_t> patterns_;
    std::vector<std::size_t> marked_;  ///< @revoked and @cert-authority
    std::vector<Problem> warnings_;
};

}  // namespace clientpush::ssh
