#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "support/files.h"
#include "support/temp_dir.h"
#include "transport/transport.h"

namespace clientpush {

struct SshdConfig {
    std::vector<std::string> host_keys = {"ed25519", "ecdsa"};  ///< types for ssh-keygen -t
    std::vector<std::string> lines;                             ///< of sshd_config; they win over ours
    std::vector<std::string> before = {};  ///< a program that becomes sshd, and its first arguments
};

/// A real sshd on a high port of 127.0.0.1 with keys and a folder of its own, which lets the user who runs
/// the test log in with client_key(). It listens when the constructor returns, and is gone with the object.
class Sshd {
public:
    explicit Sshd(SshdConfig config = {});
    ~Sshd();
    Sshd(const Sshd&) = delete;
    Sshd& operator=(const Sshd&) = delete;

    std::uint16_t port() const { return port_; }
    pid_t pid() const { return pid_; }
    const std::filesystem::path& folder() const { return folder_.path(); }
    std::filesystem::path client_key() const { return folder_ / "client_key"; }

    /// "ssh-ed25519 AAAA…", of one of its host keys.
    std::string host_key(const std::string& type = "ed25519") const;

    /// A known_hosts file that knows all of its keys under "[127.0.0.1]:port".
    std::filesystem::path known_hosts() const { return folder_ / "known_hosts"; }

    /// "[127.0.0.1]:port"
    std::string known_name() const;

    /// The server under the name "target", for the user who runs the test.
    Endpoint endpoint() const;

    /// What it has written to its log so far.
    std::string log() const { return read_text(folder_ / "log"); }

private:
    void make_keys(const std::vector<std::string>& types) const;
    void write_config(const SshdConfig& config) const;
    void start();
    bool listens() const;
    void stop();

    TempDir folder_;
    std::vector<std::string> before_;
    std::uint16_t port_ = 0;
    pid_t pid_ = -1;
};

/// Makes a key pair with ssh-keygen: `file` and `file`.pub. `options` as in {"-t", "ecdsa", "-b", "384"}.
void make_key(const std::filesystem::path& file, const std::vector<std::string>& options);

/// The name of the user who runs the test.
std::string current_user();

}  // namespace clientpush
