// What 100,000 hashed entries cost one process: reading them, a known host, a host whose other key is on
// record, a host that nobody knows.
#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <ctime>
#include <fstream>

#include "ssh/known_hosts.h"
#include "ssh/wire.h"
#include "support/temp_dir.h"

namespace clientpush {
namespace {

constexpr int entries = 100'000;
constexpr int hosts = 10'000;

double cpu_seconds() {
    timespec now = {};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

std::string host_name(int number) {
    return fmt::format("host-{}.example", number);
}

ssh::HostKey key_of(int number, char fill) {
    std::string blob;
    ssh::put_string(blob, "ssh-ed25519");
    ssh::put_string(blob, fmt::format("{:031}{}", number, fill));
    return {"ssh-ed25519", blob};
}

std::string hashed(const std::string& name, int number) {
    const std::string salt = fmt::format("{:020}", number);
    std::string hash(SHA_DIGEST_LENGTH, '\0');
    unsigned size = 0;
    HMAC(EVP_sha1(), salt.data(), static_cast<int>(salt.size()),
         reinterpret_cast<const unsigned char*>(name.data()), name.size(),
         reinterpret_cast<unsigned char*>(hash.data()), &size);
    return "|1|" + ssh::encode_base64(salt) + '|' + ssh::encode_base64(hash);
}

void write_file(const std::filesystem::path& file) {
    std::ofstream out(file);
    for (int i = 0; i < entries; ++i)
        out << hashed(host_name(i), i) << " ssh-ed25519 " << ssh::encode_base64(key_of(i, 'k').blob) << '\n';
}

/// CPU seconds of `count` checks, and how many gave this verdict.
void measure(const char* what, const ssh::KnownHosts& known, int count, int first, char fill,
             ssh::KeyVerdict::Trust expected) {
    const double start = cpu_seconds();
    int as_expected = 0;
    for (int i = first; i < first + count; ++i)
        if (known.check({{host_name(i)}, 22}, key_of(i, fill)).trust == expected) ++as_expected;
    fmt::print("{:<44} {:6} checks {:8.3f} s CPU, {} as expected\n", what, count, cpu_seconds() - start,
               as_expected);
}

void run() {
    using Trust = ssh::KeyVerdict::Trust;
    const TempDir folder;
    const auto file = folder / "known_hosts";
    write_file(file);
    const double start = cpu_seconds();
    const auto known = ssh::KnownHosts::read({file});
    fmt::print("{:<44} {:6} entries {:7.3f} s CPU\n", "read", known.size(), cpu_seconds() - start);
    measure("known host", known, hosts, 0, 'k', Trust::known);
    measure("changed key, one search each", known, 10, 0, 'x', Trust::changed);
    measure("host that nobody knows, until the limit", known, hosts, entries, 'k', Trust::unknown);
    fmt::print("all together {:.3f} s CPU\n", cpu_seconds() - start);
}

}  // namespace
}  // namespace clientpush

int main() {
    clientpush::run();
}
