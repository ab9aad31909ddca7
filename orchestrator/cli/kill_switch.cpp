#include "cli/kill_switch.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "base/error.h"
#include "base/untrusted.h"

namespace clientpush {

std::optional<std::string> KillSwitch::thrown() const {
    struct stat facts {};
    if (::stat(file_.c_str(), &facts) != 0) {
        if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
        return "the kill switch " + file_.string() + " cannot be looked at: " + std::strerror(errno);
    }
    std::string why;
    std::getline(std::ifstream(file_), why);
    why = printable(std::string_view(why).substr(0, 200));
    return "the kill switch " + file_.string() + " is there" + (why.empty() ? "" : ": " + why);
}

void KillSwitch::refuse_if_thrown() const {
    if (const auto why = thrown())
        throw Error(Error::Kind::usage, "kill-switch", *why,
                    "ask whoever made it; once it is removed, the same command goes on");
}

}  // namespace clientpush
