#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "e2e/program.h"
#include "support/fleet.h"
#include "support/temp_dir.h"

namespace clientpush {

/// Where a user of clientpush sits: a folder with clientpush.yml, an inventory of site ABC, host keys, a copy
/// of the profiles, and room for a state. The program is found by the environment variable CLIENTPUSH.
class Desk {
public:
    /// Clients at addresses where nobody listens.
    explicit Desk(const std::vector<std::string>& clients);

    /// Clients that are the hosts of a fleet, which is empty at first.
    Desk(const Fleet& fleet, const std::vector<std::string>& clients);

    std::filesystem::path operator/(const std::string& name) const { return folder_ / name; }

    void write(const std::string& name, const std::string& text) const;
    void replace(const std::string& name, const std::string& text,
                 const std::string& by) const;  ///< in a file

    /// A variable of one client, in host_vars.
    void set(const std::string& client, const std::string& variable, const std::string& value) const;

    /// From now on these words stand before each clientpush that is started: a program that starts it.
    void under(std::vector<std::string> words) { before_ = std::move(words); }

    /// From now on every clientpush that is started may open so many files at most.
    void limit_files(int count) { under({"prlimit", fmt::format("--nofile={0}:{0}", count)}); }

    /// From now on the installers that start wait until they are released.
    void hold_installers() const;
    void release_installer(const Fleet& fleet, const std::string& client) const;

    Output run(const std::vector<std::string>& arguments,
               const std::map<std::string, std::string>& environment = {}) const;
    RunningProgram start(const std::vector<std::string>& arguments) const;

    /// Runs with `-o json` and reads the answer; the exit code must be `status`.
    nlohmann::json json(std::vector<std::string> arguments, int status = 0) const;

    /// How each client stands in the latest push: its name to "managed", "refused (host-key-changed)", ...
    std::map<std::string, std::string> states() const;

    /// Attempts on record of a client, over all runs.
    int attempts(const std::string& client) const;

    /// A command as a user sees it: the line typed, all that was printed, and the exit code; with everything
    /// that differs from test to test (folder, addresses, times, fingerprints) replaced by a word.
    std::string transcript(const std::vector<std::string>& arguments) const;
    std::string transcript(const std::vector<std::string>& arguments, const Output& output) const;

private:
    Desk(const std::vector<std::string>& clients, const std::string& management_point);
    Start start_of(const std::vector<std::string>& arguments,
                   const std::map<std::string, std::string>& environment) const;
    std::string stable(std::string text) const;

    TempDir home_;
    std::filesystem::path folder_;
    std::vector<std::string> before_;
};

/// Compares with tests/data/e2e/<name>. With CLIENTPUSH_ACCEPT=1 in the environment it writes the file
/// instead.
void expect_golden(const std::string& name, const std::string& actual);

}  // namespace clientpush
