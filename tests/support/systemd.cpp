#include "support/systemd.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>

#include "support/child.h"
#include "support/files.h"

namespace clientpush {

namespace {

// Its control group is made first, so that it takes nothing from the system that the tests run on. `up` is
// written by its only service, when it is in charge.
constexpr const char* boot = R"sh(
set -e
folder=$1
mount --make-rprivate /
mkdir -p "$folder/groups"
mount -t cgroup2 none "$folder/groups"
own=$folder/groups/clientpush-test-$$
mkdir "$own" "$own/outside"
echo "$own" > "$folder/group"
echo $$ > "$own/cgroup.procs"
exec unshare -C -i -p -f --kill-child -m sh -e -c '
    folder=$1
    mount -t proc proc /proc
    mount -t tmpfs tmpfs /opt
    keep=$(mktemp -d /opt/XXXXXX)
    mount --bind "$folder" "$keep"
    mount -t tmpfs tmpfs /run
    mkdir -p /run/systemd/system /run/sshd
    umount -R /sys/fs/cgroup 2> /dev/null || true
    mount -t cgroup2 none /sys/fs/cgroup
    printf "[Unit]\nDefaultDependencies=no\nWants=up.service\n" > /run/systemd/system/quiet.target
    printf "[Unit]\nDefaultDependencies=no\n[Service]\nType=oneshot\nExecStart=/bin/touch %s/up\n" "$keep" \
        > /run/systemd/system/up.service
    export container=unshare
    exec /lib/systemd/systemd --system --unit=quiet.target --log-target=console --show-status=no
' boot "$folder"
)sh";

// The group can go once the last of its processes has.
constexpr const char* clean = R"sh(
mount -t cgroup2 none "$1/groups"
own=$(cat "$1/group")
for i in $(seq 100); do
    find "$own" -depth -type d -exec rmdir {} + 2> /dev/null
    [ -e "$own" ] || exit
    sleep 0.05
done
)sh";

constexpr const char* enter = R"sh(
init=$(tr -d ' ' < "/proc/$1/task/$1/children")
shift 2
nsenter -t "$init" -m sh -c 'echo $0 > /sys/fs/cgroup/outside/cgroup.procs' $$
exec nsenter -t "$init" -m -C -i -p -F "$@"
)sh";

pid_t start(const std::string& folder) {
    const pid_t pid = ::fork();
    if (pid != 0) return pid;
    const int log = ::open((folder + "/log").c_str(), O_WRONLY | O_CREAT, 0600);
    ::dup2(log, 1);
    ::dup2(log, 2);
    ::setsid();
    ::execlp("unshare", "unshare", "-m", "sh", "-c", boot, "boot", folder.c_str(), nullptr);
    ::_exit(127);
}

}  // namespace

Systemd::Systemd() {
    if (::geteuid() != 0) {
        why_not_ = "it needs root";
        return;
    }
    pid_ = start(folder_.path().string());
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!std::filesystem::exists(folder_ / "up")) {
        const bool died = ::waitpid(pid_, nullptr, WNOHANG) == pid_;
        if (died) pid_ = -1;
        if (died || std::chrono::steady_clock::now() > deadline) {
            why_not_ = "systemd did not come up: " + read_text(folder_ / "log");
            return;
        }
        ::poll(nullptr, 0, 10);
    }
}

Systemd::~Systemd() {
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);  // unshare's child, and all namespaces with it
        ::waitpid(pid_, nullptr, 0);
    }
    run_child({"unshare", "-m", "sh", "-c", clean, "clean", folder_.path().string()});
}

std::vector<std::string> Systemd::inside() const {
    return {"sh", "-c", enter, "enter", std::to_string(pid_), folder_.path().string()};
}

}  // namespace clientpush
