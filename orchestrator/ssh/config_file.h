#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.h"

namespace clientpush::ssh {

/// One line of ssh's configuration.
struct ConfigLine {
    std::string keyword;                 ///< in lower case
    std::vector<std::string> arguments;  ///< unquoted
    std::string rest;                    ///< everything behind the keyword, as it stands there
    Position at;
    bool of_system = false;            ///< from /etc/ssh/ssh_config, or a file that it includes
    std::vector<ConfigLine> included;  ///< of an Include
};

/// Where relative and ~ names of an Include lead.
struct ConfigPlace {
    std::filesystem::path home;
    bool of_system = false;
    int depth = 0;
};

/// The lines of a text; what is wrong is added to `problems`, as "line without a value", quotes that do not
/// end, or Includes beyond ssh's limit of 16 levels.
std::vector<ConfigLine> read_config_text(std::string_view text, const std::string& file,
                                         const ConfigPlace& place, std::vector<Problem>& problems);

/// The same of a file; one that is not there has no lines. Throws Error{usage} "ssh-config-unsafe" when
/// others may write it, "ssh-config-unreadable".
std::vector<ConfigLine> read_config_file(const std::filesystem::path& file, const ConfigPlace& place,
                                         std::vector<Problem>& problems);

/// The words of a value: blanks part them, ' and " and \ keep them, # ends them. False: a quote does not end.
bool split_words(std::string_view text, std::vector<std::string>& words);

}  // namespace clientpush::ssh
