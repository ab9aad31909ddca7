#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "cli/secrets.h"
#include "inventory/columns.h"
#include "report/format.h"

namespace clientpush {

/// What every command can be told: by flag, else CLIENTPUSH_* in the environment, else a configuration file
/// (./clientpush.yml, then $XDG_CONFIG_HOME/clientpush/config.yml, then /etc/clientpush/config.yml), else the
/// default.
struct Settings {
    std::vector<std::string> inventory;
    ColumnMap columns;                                      ///< of CSV and JSON lines: header to variable
    Duration inventory_timeout = std::chrono::seconds(30);  ///< for a program that prints the inventory
    std::vector<std::string> limit;
    std::vector<std::string> extra_vars;
    std::string state;
    std::string kill_switch;  ///< while this file is there, no push starts anything
    std::string user;
    std::string private_key;
    std::string private_key_passphrase_file;
    std::string connection_password_file;
    bool ask_pass = false;    ///< the login password, on the terminal at the start
    bool become = false;      ///< where the inventory does not say
    std::string become_user;  ///< "": root
    std::string become_password_file;
    bool ask_become_pass = false;
    std::string jump;
    std::string transport = "auto";                                  ///< libssh2, openssh or auto
    std::string ssh_config;                                          ///< "": ssh's own; "none"
    std::shared_ptr<Secrets> secrets = std::make_shared<Secrets>();  ///< every password, once per process
    std::vector<std::string> known_hosts;
    std::string payload;
    std::string profile = "ccmsetup";
    int forks = 100;
    int threads = 0;                                      ///< that encrypt; 0: as the cores allow
    Duration connect_timeout = std::chrono::seconds(20);  ///< until a host has let us in
    std::string output = "table";
    std::string color = "auto";
    int verbosity = 0;
    bool quiet = false;
    bool yes = false;

    Format format() const;
};

/// A duration of more than nothing; false, and `out` as it was, for every other text.
bool parse_timeout(const std::string& text, Duration& out);

/// Reads the configuration files that exist, the weakest first, into `settings`. Throws InvalidInput, and
/// Error{usage} "config-unsafe" for a file that others may write.
void read_configuration(Settings& settings);

/// Fills what is still empty: inventory, state, known_hosts and payload have defaults that depend on the
/// machine.
void fill_defaults(Settings& settings);

}  // namespace clientpush
