#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ssh/config_file.h"

namespace clientpush::ssh {

/// What Host and Match lines look at.
struct ConfigSubject {
    std::string original;    ///< the host as it was asked for
    std::string host;        ///< the host's name as far as it is known by now
    std::string user;        ///< who logs in, as far as that is known by now
    std::string local_user;  ///< who runs this
};

/// "*" stands for any text, "?" for one character.
bool matches_pattern(std::string_view text, std::string_view pattern);

/// One of them matches, and none that begins with "!".
bool matches_host_line(const ConfigLine& line, const std::string& host);

/// All criteria of a Match line hold. Those that are not looked at here (exec, canonical, final and others)
/// hold never, and come back in `unknown`. What is wrong is added to `problems`.
bool matches_match_line(const ConfigLine& line, const ConfigSubject& subject,
                        std::vector<std::string>& unknown, std::vector<Problem>& problems);

}  // namespace clientpush::ssh
