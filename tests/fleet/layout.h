#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace clientpush::fleet {

/// Where everything of a fleet lies.
struct Layout {
    std::filesystem::path dir;

    std::filesystem::path host(const std::string& name) const { return dir / "hosts" / name; }
    std::filesystem::path inventory() const { return dir / "inventory" / "addresses.yml"; }
    std::filesystem::path known_hosts() const { return dir / "known_hosts"; }
    std::filesystem::path login_key() const { return dir / "id_ed25519"; }
    std::filesystem::path pid() const { return dir / "fleet.pid"; }
    std::filesystem::path lock() const { return dir / "fleet.lock"; }
    std::filesystem::path log() const { return dir / "fleet.log"; }
};

/// What is inside one host's folder. The left side lies there; the right side is where the host sees it.
///     opt run tmp var   /opt /run /tmp /var
///     home              the home folder of the login user
///     ssh               /etc/ssh: sshd_config, the host key, authorized_keys
///     shadow            /etc/shadow, in which the login user is not locked
///     machine-id        /etc/machine-id, always the same for the same name
///     boot_id           /proc/sys/kernel/random/boot_id, new after each reboot
///     sshd.log          not seen by the host
struct HostFolder {
    std::filesystem::path path;

    void create(const std::string& name, const std::string& user, const std::string& login_key) const;

    /// Makes a new host key; returns its public line.
    std::string new_host_key() const;
    void admit(const std::string& login_key) const;
    void revoke() const;

    /// What a start of the machine changes: a new boot id, and nothing left in /tmp and /run.
    void boot() const;
};

/// Replaces the file's text and keeps the file, which may be mounted. Throws Error{storage}.
void write_file(const std::filesystem::path& path, std::string_view text, unsigned mode = 0644);

}  // namespace clientpush::fleet
