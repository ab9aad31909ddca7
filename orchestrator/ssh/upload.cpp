#include "ssh/upload.h"

#include <algorithm>

#include "base/untrusted.h"

namespace clientpush::ssh {
namespace {

// libssh2 sends one window per round trip and holds all of it in memory: 512 KB fill a 50 ms line with
// 10 MB/s at an eighth of the memory that the fastest window takes.
constexpr std::size_t window = std::size_t{512} * 1024;

Error remote(const char* reason, const std::string& what, const char* cure) {
    return {Error::Kind::remote, reason, what, cure};
}

/// Nothing acknowledged yet is no answer either.
long as_answer(ssize_t written) {
    return written == 0 ? LIBSSH2_ERROR_EAGAIN : static_cast<long>(written);
}

std::string folder_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? std::string("/") : path.substr(0, slash);
}

}  // namespace

Uploads::~Uploads() {
    if (file_) libssh2_sftp_close(file_);
    if (sftp_) libssh2_sftp_shutdown(sftp_);
}

template <typename Call>
asio::awaitable<long> Uploads::ask(Call call) {
    LIBSSH2_CHANNEL* channel = libssh2_sftp_get_channel(sftp_);
    const long code =
        co_await session_.op(std::move(call), [channel] { return libssh2_channel_eof(channel) != 0; });
    if (code == LIBSSH2_ERROR_EAGAIN) {
        session_.close();
        throw Error(Error::Kind::lost, "connection-lost",
                    "the SFTP server on " + session_.host() + " has ended",
                    "see the host's log for why its sftp-server died, then retry");
    }
    co_return code;
}

asio::awaitable<void> Uploads::open_sftp() {
    if (sftp_) co_return;
    LIBSSH2_SESSION* libssh2 = session_.libssh2();
    try {
        const long code = co_await session_.op([&] {
            sftp_ = libssh2_sftp_init(libssh2);
            return sftp_ ? 0 : libssh2_session_last_errno(libssh2);
        });
        if (code == 0) {
            session_.command_started();
            co_return;
        }
    } catch (const Error&) {
        // Without an SFTP server libssh2 spins in its own clean-up until the engine gives up.
        if (session_.engine().input_ended()) throw;
    }
    session_.close();
    throw Error(Error::Kind::refused, "no-sftp", session_.host() + " has no SFTP server for this user",
                "add to the host's sshd_config: Subsystem sftp internal-sftp");
}

Uploads::Refusal Uploads::last_refusal(long code) {
    if (code == LIBSSH2_ERROR_SFTP_PROTOCOL) {
        const unsigned long status = libssh2_sftp_last_error(sftp_);
        return {status, "SFTP status " + std::to_string(status)};
    }
    return {LIBSSH2_FX_FAILURE, printable(session_.engine().last_error())};
}

asio::awaitable<void> Uploads::open_file(std::string path, std::uint64_t offset, std::uint64_t size) {
    const long code = co_await ask([&] {
        file_ = libssh2_sftp_open_ex(sftp_, path.data(), static_cast<unsigned>(path.size()),
                                     LIBSSH2_FXF_WRITE | LIBSSH2_FXF_CREAT,
                                     LIBSSH2_SFTP_S_IRUSR | LIBSSH2_SFTP_S_IWUSR, LIBSSH2_SFTP_OPENFILE);
        return file_ ? 0 : libssh2_session_last_errno(session_.libssh2());
    });
    if (code != 0) co_await throw_refusal(last_refusal(code), "opening", path, size);
    libssh2_sftp_seek64(file_, offset);
}

asio::awaitable<std::size_t> Uploads::write(std::string_view data) {
    std::size_t acknowledged = 0;
    while (acknowledged < data.size()) {
        const std::string_view next = data.substr(acknowledged, window);
        const long count =
            co_await ask([&] { return as_answer(libssh2_sftp_write(file_, next.data(), next.size())); });
        if (count < 0) co_return acknowledged;
        acknowledged += static_cast<std::size_t>(count);
    }
    co_return acknowledged;
}

asio::awaitable<void> Uploads::close_file(std::string path) {
    const long code = co_await ask([&] { return libssh2_sftp_close(file_); });
    file_ = nullptr;
    if (code != 0) co_await throw_refusal(last_refusal(code), "closing", path, 0);
}

/// After a refused write libssh2 forgets packets of which a part is on its way, so this SFTP session is out
/// of step. The channel's end tells the host, and makes libssh2 free the file without asking it.
asio::awaitable<void> Uploads::abandon_sftp() {
    LIBSSH2_CHANNEL* channel = libssh2_sftp_get_channel(sftp_);
    co_await session_.op([&] { return libssh2_channel_send_eof(channel); });
    libssh2_sftp_close(file_);
    file_ = nullptr;
    co_await session_.op([&] { return libssh2_sftp_shutdown(sftp_); });
    sftp_ = nullptr;
}

asio::awaitable<bool> Uploads::has_room(std::string path, std::uint64_t bytes) {
    co_await open_sftp();
    LIBSSH2_SFTP_STATVFS space = {};
    const long code =
        co_await ask([&] { return libssh2_sftp_statvfs(sftp_, path.data(), path.size(), &space); });
    if (code != 0 || space.f_blocks == 0) co_return true;  // not told, or no file system with space at all
    const bool files_left = space.f_files == 0 || space.f_favail > 0;
    co_return files_left&& space.f_bavail* space.f_frsize >= bytes;
}

asio::awaitable<void> Uploads::throw_refusal(Refusal refusal, std::string step, std::string path,
                                             std::uint64_t bytes) {
    const std::string where = path + " on " + session_.host();
    bool full =
        refusal.status == LIBSSH2_FX_NO_SPACE_ON_FILESYSTEM || refusal.status == LIBSSH2_FX_QUOTA_EXCEEDED;
    // OpenSSH says "failure" for a full disk as for everything else.
    if (refusal.status == LIBSSH2_FX_FAILURE) {
        const bool room = co_await has_room(folder_of(path), bytes);
        full = !room;
    }
    if (full)
        throw remote("disk-full", "no space left while " + step + " " + where, "free some space on the host");
    if (refusal.status == LIBSSH2_FX_PERMISSION_DENIED)
        throw remote("permission-denied", "permission denied while " + step + " " + where,
                     "give the push account write access there, or stage into another folder");
    if (refusal.status == LIBSSH2_FX_NO_SUCH_FILE)
        throw remote("remote-io", "there is no such folder: " + where, "make the folder on the host first");
    throw remote("remote-io", "the host failed while " + step + " " + where + ": " + refusal.text,
                 "look at the file system of the host");
}

asio::awaitable<void> Uploads::put(std::string path, std::string_view data, std::uint64_t offset) {
    co_await open_sftp();
    co_await open_file(path, offset, data.size());
    const std::size_t written = co_await write(data);
    if (written < data.size()) {
        const Refusal refusal = last_refusal(libssh2_session_last_errno(session_.libssh2()));
        co_await abandon_sftp();
        co_await throw_refusal(refusal, "writing", path, data.size() - written);
    }
    co_await close_file(path);
}

}  // namespace clientpush::ssh
