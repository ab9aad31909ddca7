#include "fleet/folder.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/error.h"

namespace clientpush::fleet {
namespace {

namespace fs = std::filesystem;

void check_ours(const Layout& layout) {
    if (fs::exists(layout.lock()) || fs::is_empty(layout.dir)) return;
    throw Error(Error::Kind::usage, "folder-in-use",
                fmt::format("{} holds files that are not a fleet's", layout.dir.string()),
                "name a folder that is empty or not there yet");
}

void remove_leftovers(const Layout& layout) {
    for (const fs::path& entry :
         {layout.dir / "hosts", layout.inventory().parent_path(), layout.known_hosts(), layout.login_key(),
          fs::path(layout.login_key().string() + ".pub"), layout.pid(), layout.dir / "control.sock"}) {
        fs::remove_all(entry);
    }
}

}  // namespace

HeldFolder::HeldFolder(const fs::path& dir) : layout_{fs::absolute(dir).lexically_normal()} {
    fs::create_directories(layout_.dir);
    check_ours(layout_);
    lock_ = ::open(layout_.lock().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock_ < 0 || ::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
        if (lock_ >= 0) ::close(lock_);
        throw Error(Error::Kind::usage, "fleet-is-up",
                    fmt::format("a fleet is up in {}", layout_.dir.string()),
                    fmt::format("end it first: clientpush-fleet down --dir {}", layout_.dir.string()));
    }
    remove_leftovers(layout_);
}

HeldFolder::~HeldFolder() {
    std::error_code ignored;
    fs::remove(layout_.dir / "control.sock", ignored);
    fs::remove(layout_.pid(), ignored);
    ::close(lock_);
}

}  // namespace clientpush::fleet
