#pragma once

#include <string>
#include <vector>

#include "cli/settings.h"
#include "push/playbook.h"

namespace clientpush {

/// Everything that a push was asked with, kept with its run so that `resume` and `retry` ask the same again.
struct PushRequest {
    Playbook playbook;
    std::string playbook_file;  ///< "" for a bare push
    Settings settings;          ///< with absolute paths
    std::string plan = {};      ///< the digest of the saved plan that is pushed, "" for none

    /// JSON, as the store keeps it.
    std::string document() const;

    /// What makes it "the same push": playbook, selection, sources, profile.
    std::string key() const;
};

/// A request as the command line makes it: paths are made absolute.
PushRequest make_request(const Settings& settings, const std::string& playbook_file);

/// A request as a run remembers it; what the command line says now about output, colour and talk wins.
PushRequest read_request(const std::string& document, const Settings& now);

}  // namespace clientpush
