#pragma once

#include <libssh2_sftp.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "base/asio.h"
#include "ssh/session.h"

namespace clientpush::ssh {

/// Files to one host over SFTP. The SFTP session is opened by the first file and serves the later ones.
class Uploads {
public:
    explicit Uploads(Session& session) : session_(session) {}
    ~Uploads();  ///< frees memory; the session must be closed by then
    Uploads(const Uploads&) = delete;
    Uploads& operator=(const Uploads&) = delete;

    /// As Connection::put. Error{refused} "no-sftp" when the host has no SFTP server. (When it has one that
    /// does not start, libssh2 waits for its first word, and so does this until it is cancelled.)
    asio::awaitable<void> put(std::string path, std::string_view data, std::uint64_t offset);

private:
    /// What the host said of a file operation that failed: an SFTP status (SSH_FX_…).
    struct Refusal {
        unsigned long status = 0;
        std::string text;
    };

    /// Session::op, and Error{lost} when the SFTP server has gone, which libssh2 would wait for.
    template <typename Call>
    asio::awaitable<long> ask(Call call);

    asio::awaitable<void> open_sftp();
    asio::awaitable<void> open_file(std::string path, std::uint64_t offset, std::uint64_t size);
    asio::awaitable<std::size_t> write(std::string_view data);
    asio::awaitable<void> close_file(std::string path);
    asio::awaitable<void> abandon_sftp();
    asio::awaitable<bool> has_room(std::string path, std::uint64_t bytes);
    asio::awaitable<void> throw_refusal(Refusal refusal, std::string step, std::string path,
                                        std::uint64_t bytes);
    Refusal last_refusal(long code);

    Session& session_;
    LIBSSH2_SFTP* sftp_ = nullptr;
    LIBSSH2_SFTP_HANDLE* file_ = nullptr;
};

}  // namespace clientpush::ssh
