#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace clientpush {

struct FleetSettings {
    std::vector<std::uint16_t> management_point_ports;  ///< open on `management_point()`
    std::string user = "root";
};

/// What a program that ran to its end left behind.
struct ProgramResult {
    int status = 0;
    std::string out;  ///< standard output and standard error
};

/// Runs a program of this machine to its end; empty standard input.
ProgramResult run_program(const std::vector<std::string>& arguments);

/// A fleet of real SSH hosts on loopback for one test: up when the constructor returns, gone with its owner.
/// Every host is a machine of its own (files, processes, boot id). Addresses and port are this process's own,
/// so tests run side by side. The program is found by the environment variable CLIENTPUSH_FLEET.
class Fleet {
public:
    /// 200 hosts at most. Throws std::runtime_error with the program's own words.
    explicit Fleet(std::vector<std::string> names, const FleetSettings& settings = {});
    Fleet(const Fleet&) = delete;
    Fleet& operator=(const Fleet&) = delete;
    ~Fleet();

    /// A folder of the test's own, gone with the fleet.
    const std::filesystem::path& scratch() const { return scratch_; }
    std::filesystem::path inventory() const { return dir() / "inventory" / "addresses.yml"; }
    std::filesystem::path known_hosts() const { return dir() / "known_hosts"; }
    std::filesystem::path login_key() const { return dir() / "id_ed25519"; }
    std::filesystem::path host_folder(const std::string& host) const { return dir() / "hosts" / host; }
    std::filesystem::path log(const std::string& host) const { return host_folder(host) / "sshd.log"; }

    std::string address(const std::string& host) const;
    std::uint16_t port() const { return port_; }
    std::string management_point() const { return management_point_; }

    /// "on", "off", "silent" or "reset". As with all that follows: done when it returns; throws when refused.
    void set(const std::string& host, const std::string& state) const;
    void swap_key(const std::string& host) const;
    void revoke(const std::string& host) const;
    void admit(const std::string& host) const;
    void reboot(const std::string& host) const;
    void limit_disk(const std::string& host, const std::string& size) const;  ///< "200K", or "none"
    void open_management_point(std::uint16_t port) const;
    void close_management_point(std::uint16_t port) const;

    /// Runs a POSIX shell line on the host, without SSH.
    ProgramResult exec(const std::string& host, const std::string& line) const;

    /// How often an SSH client has connected to the host.
    int connections(const std::string& host) const;

    /// How often the demo client's installer was started on the host: the lines of its starts.log.
    int starts(const std::string& host) const;

    /// Ends the fleet early.
    void down() const;

private:
    std::filesystem::path dir() const { return scratch_ / "fleet"; }
    std::string order(std::vector<std::string> words) const;
    void read_port();

    std::vector<std::string> names_;
    std::filesystem::path scratch_;
    std::string management_point_;
    std::uint16_t port_ = 0;
};

}  // namespace clientpush
