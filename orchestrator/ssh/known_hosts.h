#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
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

/// Some known_hosts files, read once and shared by everybody; may be asked by several threads.
///
/// A host is looked up under "[name]:port" (or "name" for port 22); like ssh we also accept a key that is on
/// record for the name without the port. The first file that has an entry for the host decides. Host
/// certificates are not honoured.
///
/// Hashed names cannot be looked up: each has a salt of its own. So a key is looked up instead, and only its
/// entries are asked for the name. Which other key a host has under a hashed name is found out by one HMAC
/// for each hashed entry, once for a host, and `pass_limit` HMACs in all. Nobody is trusted by that: it tells
/// a changed key from an unknown one, which are both refused.
class KnownHosts {
public:
    static constexpr std::int64_t pass_limit = 1'000'000;  ///< a second or so

    KnownHosts();
    KnownHosts(KnownHosts&&) noexcept;
    KnownHosts& operator=(KnownHosts&&) noexcept;
    ~KnownHosts();

    /// A file that does not exist is an empty one. Lines that are no entries are skipped and told in
    /// warnings(). Throws Error{usage} "known-hosts-unreadable".
    static KnownHosts read(const std::vector<std::filesystem::path>& files, std::int64_t limit = pass_limit);

    KeyVerdict check(const HostNames& host, const HostKey& key) const;

    /// The same without the search for other keys under hashed names.
    KeyVerdict check_quickly(const HostNames& host, const HostKey& key) const;

    /// Every key on record for a host. `complete` becomes false when the limit kept hashed names out.
    std::vector<RecordedKey> recorded_keys(const HostNames& host, bool* complete) const;

    /// Types of the keys on record, without repetition, so that the host can be asked for one of these. For a
    /// host without a plain name the types that any hashed entry has, the commonest first.
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
    std::vector<std::string> hashed_types() const;
    bool search_hashed_names(const std::vector<std::string>& names, Found& found) const;
    bool is_revoked(const HostNames& host, const HostKey& key) const;
    std::string note_for(const HostNames& host) const;
    std::vector<RecordedKey> recorded(const Found& found) const;

    std::vector<std::string> files_;
    std::vector<Entry> entries_;
    std::unordered_multimap<std::string, std::size_t> by_name_;  ///< plain names
    std::unordered_multimap<std::string, std::size_t> hashed_by_blob_;
    std::vector<std::size_t> hashed_;
    std::vector<std::size_t> patterns_;
    std::unordered_multimap<std::string, std::size_t> revoked_by_blob_;
    std::vector<std::size_t> authorities_;
    std::unordered_map<std::string, std::size_t> hashed_of_type_;  ///< how many
    std::vector<Problem> warnings_;

    struct Searches;
    std::unique_ptr<Searches> searches_;  ///< under hashed names, made so far
};

}  // namespace clientpush::ssh
