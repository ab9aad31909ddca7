#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/settings.h"

namespace clientpush {

/// The options that say how to log in, and as whom to work there. None takes a password itself.
void add_login_settings(CLI::App& app, Settings& settings);

/// Asks on the terminal for what -k and -K say, once per process. Throws what ask_secret() throws.
void ask_passwords(const Settings& settings);

/// Throws Error{usage} "secret-on-the-command-line" for a password given by -e: every user of this machine
/// can read a command line, and a run remembers it.
void refuse_secrets(const std::vector<std::string>& extra_vars);

}  // namespace clientpush
