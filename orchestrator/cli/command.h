#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "cli/settings.h"

namespace clientpush {

/// Each verb adds itself to the command line. What it does when it was chosen is put into `chosen`, which
/// gives the exit code (docs/formats.md, "Exit codes").
using Chosen = std::function<int()>;

/// For options whose empty value would be taken for none: `--plan "$UNSET"` must not be a bare push.
inline const CLI::Validator not_empty(
    [](const std::string& text) { return text.empty() ? std::string("is empty") : std::string(); }, "");

void add_plan(CLI::App& app, Settings& settings, Chosen& chosen);
void add_push(CLI::App& app, Settings& settings, Chosen& chosen);
void add_status(CLI::App& app, Settings& settings, Chosen& chosen);
void add_report(CLI::App& app, Settings& settings, Chosen& chosen);
void add_retry(CLI::App& app, Settings& settings, Chosen& chosen);
void add_control(CLI::App& app, Settings& settings, Chosen& chosen);  ///< pause, resume, cancel
void add_verify(CLI::App& app, Settings& settings, Chosen& chosen);
void add_cutover(CLI::App& app, Settings& settings, Chosen& chosen);
void add_inventory(CLI::App& app, Settings& settings, Chosen& chosen);
void add_keys(CLI::App& app, Settings& settings, Chosen& chosen);
void add_profile(CLI::App& app, Settings& settings, Chosen& chosen);
void add_doctor(CLI::App& app, Settings& settings, Chosen& chosen);

}  // namespace clientpush
