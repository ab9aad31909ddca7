#include "fleet/layout.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <span>

#include "base/error.h"
#include "fleet/key.h"

namespace clientpush::fleet {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view sshd_config = R"(HostKey /etc/ssh/ssh_host_ed25519_key
AuthorizedKeysFile /etc/ssh/authorized_keys
PermitRootLogin yes
PubkeyAuthentication yes
PasswordAuthentication no
KbdInteractiveAuthentication no
StrictModes no
UsePAM no
UseDNS no
PrintMotd no
PrintLastLog no
LogLevel ERROR
Subsystem sftp internal-sftp
)";

std::string hex(std::span<const unsigned char> bytes) {
    std::string text;
    for (const unsigned char byte : bytes) text += fmt::format("{:02x}", byte);
    return text;
}

std::string machine_id(const std::string& name) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    EVP_Digest(name.data(), name.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
    return hex(std::span(digest).first(16));
}

std::string random_uuid() {
    std::array<unsigned char, 16> bytes{};
    RAND_bytes(bytes.data(), bytes.size());
    const std::string all = hex(bytes);
    return fmt::format("{}-{}-4{}-a{}-{}", all.substr(0, 8), all.substr(8, 4), all.substr(13, 3),
                       all.substr(17, 3), all.substr(20));
}

void make_folder(const fs::path& path, mode_t mode) {
    if (::mkdir(path.c_str(), mode) != 0 && errno != EEXIST) {
        throw Error(Error::Kind::storage, "no-folder",
                    fmt::format("cannot make {}: {}", path.string(), std::strerror(errno)));
    }
    ::chmod(path.c_str(), mode);  // mkdir heeds the umask
}

void make_home(const fs::path& path, const std::string& user) {
    make_folder(path, 0700);
    const passwd* const entry = ::getpwnam(user.c_str());
    if (entry == nullptr || ::chown(path.c_str(), entry->pw_uid, entry->pw_gid) != 0) {
        throw Error(Error::Kind::usage, "no-user",
                    fmt::format("cannot give {} to the user {}", path.string(), user),
                    "name a login user that this machine knows");
    }
}

}  // namespace

void write_file(const fs::path& path, std::string_view text, unsigned mode) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    const bool written =
        file >= 0 && ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    const int why = errno;
    if (file >= 0) ::close(file);
    if (!written) {
        throw Error(Error::Kind::storage, "not-written",
                    fmt::format("cannot write {}: {}", path.string(), std::strerror(why)));
    }
}

void HostFolder::create(const std::string& name, const std::string& user,
                        const std::string& login_key) const {
    make_folder(path, 0755);
    for (const char* folder : {"opt", "var", "var/lib", "var/lib/clientpush", "var/log", "ssh"}) {
        make_folder(path / folder, 0755);
    }
    make_folder(path / "var/tmp", 01777);
    fs::create_symlink("/run", path / "var/run");
    make_home(path / "home", user);
    write_file(path / "machine-id", machine_id(name) + "\n", 0444);
    write_file(path / "shadow", user + ":*:19000::::::\n", 0600);
    write_file(path / "ssh/sshd_config", sshd_config);
    admit(login_key);
    boot();
}

std::string HostFolder::new_host_key() const {
    const KeyPair key = generate_key();
    write_file(path / "ssh/ssh_host_ed25519_key", key.private_file, 0600);
    write_file(path / "ssh/ssh_host_ed25519_key.pub", key.public_line + "\n");
    return key.public_line;
}

void HostFolder::admit(const std::string& login_key) const {
    write_file(path / "ssh/authorized_keys", login_key + "\n");
}

void HostFolder::revoke() const {
    write_file(path / "ssh/authorized_keys", "");
}

void HostFolder::boot() const {
    fs::remove_all(path / "tmp");
    fs::remove_all(path / "run");
    make_folder(path / "tmp", 01777);
    make_folder(path / "run", 0755);
    make_folder(path / "run/sshd", 0755);
    make_folder(path / "run/lock", 01777);
    write_file(path / "boot_id", random_uuid() + "\n", 0444);
}

}  // namespace clientpush::fleet
