#include "fleet/world.h"

#include <fmt/core.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/error.h"

namespace clientpush::fleet {
namespace {

constexpr const char* limited_folder = "/var/lib/clientpush";

void check(bool done, const std::string& what) {
    if (!done)
        throw Error(Error::Kind::remote, "no-machine",
                    fmt::format("cannot {}: {}", what, std::strerror(errno)));
}

/// `source` is relative: it is looked up from the host's folder, which stays within reach even when what it
/// lies in is covered.
void mount_over(const char* source, const std::string& target) {
    check(::mount(source, target.c_str(), nullptr, MS_BIND, nullptr) == 0,
          fmt::format("mount over {}", target));
}

}  // namespace

void enter_own_world(const MachineSettings& settings) {
    check(::unshare(CLONE_NEWNS | CLONE_NEWUTS) == 0, "make namespaces");
    check(::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0, "make the mounts private");
    check(::chdir(settings.folder.c_str()) == 0, "enter " + settings.folder.string());
    check(::sethostname(settings.name.data(), settings.name.size()) == 0, "set the host name");

    check(::mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr) == 0, "mount /proc");
    mount_over("boot_id", "/proc/sys/kernel/random/boot_id");
    mount_over("machine-id", "/etc/machine-id");
    mount_over("shadow", "/etc/shadow");
    mount_over("ssh", "/etc/ssh");
    for (const char* folder : {"opt", "var", "run", "tmp"}) mount_over(folder, std::string("/") + folder);
    mount_over("home", settings.home);

    // Whatever an installer does, the real machine keeps its files. Where / is no mount of its own (a
    // chroot), this protection is not to be had.
    check(::mount(nullptr, "/", nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr) == 0 || errno == EINVAL,
          "make the rest read-only");
    check(::chdir("/") == 0, "enter /");
    limit_disk(settings.disk_limit);
}

void limit_disk(const std::string& size) {
    ::umount2(limited_folder, MNT_DETACH);
    if (size.empty()) return;
    const std::string options = "mode=0755,size=" + size;
    check(::mount("limited", limited_folder, "tmpfs", 0, options.c_str()) == 0,
          fmt::format("make {} a disk of {}", limited_folder, size));
}

}  // namespace clientpush::fleet
