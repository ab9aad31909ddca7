#include "support/users.h"

#include <unistd.h>

#include "support/files.h"
#include "support/fleet.h"

namespace clientpush {
namespace {

constexpr const char* mount_and_become =
    "mount --bind \"$1/passwd\" /etc/passwd && mount --bind \"$1/shadow\" /etc/shadow && "
    "mount --bind \"$1/pam\" /etc/pam.d/sshd && shift && exec \"$@\"";

constexpr const char* pam_of_sshd =
    "auth required pam_unix.so nodelay\naccount required pam_unix.so\npassword required pam_unix.so\n"
    "session required pam_permit.so\n";

}  // namespace

bool OwnUsers::possible() {
    return ::getuid() == 0 && std::filesystem::exists("/etc/pam.d/sshd") &&
           run_program({"unshare", "-m", "mount", "--bind", "/etc/passwd", "/etc/shadow"}).status == 0;
}

OwnUsers::OwnUsers(const std::string& password, Password state) {
    std::string hash = run_program({"openssl", "passwd", "-6", password}).out;
    hash.erase(hash.find_last_not_of('\n') + 1);
    const std::string changed = state == Password::expired ? "0" : "19000";
    write_text(folder_ / "passwd", read_text("/etc/passwd") + name_ + ":x:65533:65534::/tmp:/bin/sh\n");
    write_text(folder_ / "shadow",
               read_text("/etc/shadow") + name_ + ":" + hash + ":" + changed + ":0:99999:7:::\n");
    write_text(folder_ / "pam", pam_of_sshd);
    std::filesystem::permissions(folder_.path(), std::filesystem::perms::owner_all);
}

std::vector<std::string> OwnUsers::before() const {
    return {"unshare", "-m", "sh", "-c", mount_and_become, "sh", folder_.path().string()};
}

}  // namespace clientpush
