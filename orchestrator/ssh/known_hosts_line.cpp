#include "ssh/known_hosts_line.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <new>

#include "base/owned.h"
#include "ssh/wire.h"

namespace clientpush::ssh {
namespace {

constexpr std::string_view blanks = " \t\r";
constexpr std::string_view hash_magic = "|1|";

std::string_view take_word(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    const std::string_view word = text.substr(0, text.find_first_of(blanks));
    text.remove_prefix(word.size());
    return word;
}

char lower(char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

/// `*` and `?` only, as sshd(8) has it. Goes back to the last star instead of calling itself, so that no
/// pattern of a stranger costs more than pattern times name.
bool matches(std::string_view pattern, std::string_view name) {
    std::size_t p = 0, n = 0, star = std::string_view::npos, resume = 0;
    while (n < name.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resume = n;
        } else if (p < pattern.size() && (pattern[p] == '?' || lower(pattern[p]) == name[n])) {
            ++p;
            ++n;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            n = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

bool matches_list(std::string_view names, std::string_view name) {
    bool found = false;
    for (const std::string_view pattern : split_names(names)) {
        if (pattern.starts_with('!') && matches(pattern.substr(1), name)) return false;
        if (!pattern.starts_with('!') && matches(pattern, name)) found = true;
    }
    return found;
}

/// HMAC() looks its digest up anew each time, which costs more than the digest.
class Sha1 {
public:
    Sha1() : kind_(EVP_MD_fetch(nullptr, "SHA1", nullptr)), context_(EVP_MD_CTX_new()) {}

    /// Of the block and the text behind it.
    std::string operator()(std::string_view block, std::string_view text) {
        std::string digest(SHA_DIGEST_LENGTH, '\0');
        unsigned size = 0;
        const bool good =
            EVP_DigestInit_ex2(context_.get(), kind_.get(), nullptr) == 1 &&
            EVP_DigestUpdate(context_.get(), block.data(), block.size()) == 1 &&
            EVP_DigestUpdate(context_.get(), text.data(), text.size()) == 1 &&
            EVP_DigestFinal_ex(context_.get(), reinterpret_cast<unsigned char*>(digest.data()), &size) == 1;
        if (!good) throw std::bad_alloc();
        return digest;
    }

private:
    Owned<EVP_MD, EVP_MD_free> kind_;
    Owned<EVP_MD_CTX, EVP_MD_CTX_free> context_;
};

/// RFC 2104, for a key that is no longer than a block.
std::string hmac_sha1(std::string_view key, std::string_view text) {
    thread_local Sha1 sha1;
    std::array<char, SHA_CBLOCK> inner, outer;
    inner.fill(0x36);
    outer.fill(0x5c);
    for (std::size_t i = 0; i < key.size(); ++i) {
        inner[i] = static_cast<char>(inner[i] ^ key[i]);
        outer[i] = static_cast<char>(outer[i] ^ key[i]);
    }
    return sha1({outer.data(), outer.size()}, sha1({inner.data(), inner.size()}, text));
}

bool read_hash(KnownHostsLine& line) {
    std::string_view text = line.names;
    text.remove_prefix(hash_magic.size());
    const std::size_t bar = text.find('|');
    if (bar == std::string_view::npos) return false;
    const auto salt = decode_base64(text.substr(0, bar));
    const auto hash = decode_base64(text.substr(bar + 1));
    if (!salt || !hash || salt->size() != SHA_DIGEST_LENGTH || hash->size() != SHA_DIGEST_LENGTH)
        return false;
    line.salt = *salt;
    line.hash = *hash;
    return true;
}

bool read_marker(std::string_view word, KnownHostsLine& line) {
    if (word == "@revoked") line.marker = KnownHostsLine::Marker::revoked;
    if (word == "@cert-authority") line.marker = KnownHostsLine::Marker::cert_authority;
    return line.marker != KnownHostsLine::Marker::none;
}

}  // namespace

std::optional<KnownHostsLine> parse_known_hosts_line(std::string_view text, std::string& complaint) {
    KnownHostsLine line;
    std::string_view word = take_word(text);
    if (word.empty() || word.starts_with('#')) return std::nullopt;
    if (word.starts_with('@')) {
        if (!read_marker(word, line)) {
            complaint = "the marker is neither @revoked nor @cert-authority";
            return std::nullopt;
        }
        word = take_word(text);
    }
    line.names = word;
    const std::string_view type = take_word(text);
    const auto blob = decode_base64(take_word(text));
    const auto key = blob ? host_key_from(*blob) : std::nullopt;
    if (!key || key->type != type) {
        complaint = "expected host names, a key type and a key in base64 of that type";
        return std::nullopt;
    }
    line.key = *key;
    if (line.names.starts_with('|') && (!line.names.starts_with(hash_magic) || !read_hash(line))) {
        complaint = "the hashed host name is not of the form |1|salt|hash";
        return std::nullopt;
    }
    return line;
}

bool speaks_of(const KnownHostsLine& line, std::string_view name) {
    if (line.hashed()) return hmac_sha1(line.salt, name) == line.hash;
    return matches_list(line.names, name);
}

std::vector<std::string_view> split_names(std::string_view names) {
    std::vector<std::string_view> parts;
    while (!names.empty()) {
        const std::size_t comma = std::min(names.find(','), names.size());
        if (comma != 0) parts.push_back(names.substr(0, comma));
        names.remove_prefix(std::min(comma + 1, names.size()));
    }
    return parts;
}

bool has_patterns(std::string_view names) {
    return names.find_first_of("*?!") != std::string_view::npos;
}

std::string known_hosts_name(std::string_view host, unsigned port) {
    std::string name(host);
    std::transform(name.begin(), name.end(), name.begin(), lower);
    if (port == 22) return name;
    return "[" + name + "]:" + std::to_string(port);
}

}  // namespace clientpush::ssh
