#include <gtest/gtest.h>
#include <sys/mount.h>
#include <unistd.h>

#include "rig.h"

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

namespace clientpush {
namespace {

/// libssh2 1.10 forgets the host key of the previous key exchange: 51 bytes a time, told to the leak checker.
struct RekeyingLeaks {
#ifdef __SANITIZE_ADDRESS__
    __lsan::ScopedDisabler not_ours;
#endif
};

asio::awaitable<bool> put_on(Transport* transport, Endpoint endpoint, std::string path,
                             std::string_view data) {
    const auto connection = co_await transport->connect(endpoint);
    co_await connection->put(path, data, 0);
    co_return true;
}

/// A file system of one megabyte.
class SmallDisk {
public:
    SmallDisk() : mounted_(::mount("none", folder_.path().c_str(), "tmpfs", 0, "size=1m") == 0) {}
    ~SmallDisk() {
        if (mounted_) ::umount2(folder_.path().c_str(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    bool mounted() const { return mounted_; }
    std::string file(const std::string& name) const { return (folder_ / name).string(); }

private:
    TempDir folder_;
    bool mounted_;
};

TEST(Upload, ToAFullDiskSaysSoAndLeavesTheConnectionUsable) {
    const SmallDisk disk;
    if (!disk.mounted()) GTEST_SKIP() << "only root can mount a small disk";
    const Sshd sshd;
    ssh::SshTransport transport(trusting(sshd.known_hosts()));
    const auto work = [](Transport* over, Endpoint endpoint, std::string big, std::string small,
                         Error* seen) -> asio::awaitable<std::string> {
        const auto connection = co_await over->connect(endpoint);
        const std::string data(5'000'000, 'x');
        try {
            co_await connection->put(big, data, 0);
        } catch (const Error& error) {
            *seen = error;
        }
        const Said said = co_await ask(connection.get(), "rm '" + big + "'; echo cleaned");
        co_await connection->put(small, "fits", 0);
        co_return said.out;
    };
    Error seen(Error::Kind::internal, "no-error", "");

    const std::string output =
        run_loop(work(&transport, sshd.endpoint(), disk.file("big"), disk.file("small"), &seen));

    EXPECT_EQ(seen.kind(), Error::Kind::remote);
    EXPECT_EQ(seen.reason(), "disk-full");
    EXPECT_TRUE(says(seen.what(), disk.file("big"))) << seen.what();
    EXPECT_EQ(output, "cleaned\n");
    EXPECT_EQ(read_text(disk.file("small")), "fits");
}

TEST(Upload, OntoADirectoryIsARemoteFailureAndNotAFullDisk) {
    const Sshd sshd;
    ssh::SshTransport transport(trusting(sshd.known_hosts()));

    const Error error =
        error_of([&] { run_loop(put_on(&transport, sshd.endpoint(), sshd.folder().string(), "data")); });

    EXPECT_EQ(error.kind(), Error::Kind::remote);
    EXPECT_EQ(error.reason(), "remote-io");
}

TEST(Upload, ToAHostWithoutSftpIsRefusedWithTheCure) {
    const Sshd sshd({.host_keys = {"ed25519"}, .lines = {"Subsystem other internal-sftp"}});
    ssh::SshTransport transport(trusting(sshd.known_hosts()));

    const Error error =
        error_of([&] { run_loop(put_on(&transport, sshd.endpoint(), "/tmp/never-written", "data")); });

    EXPECT_EQ(error.kind(), Error::Kind::refused);
    EXPECT_EQ(error.reason(), "no-sftp");
    EXPECT_TRUE(says(error.cure(), "Subsystem sftp"));
}

TEST(Upload, WhoseSftpServerDiesIsLost) {
    // Speaks just enough SFTP to be greeted, and goes away with the first file.
    const TempDir folder;
    const auto server =
        write_text(folder / "server",
                   "#!/bin/sh\nhead -c 9 >/dev/null\nprintf '\\000\\000\\000\\005\\002\\000\\000"
                   "\\000\\003'\nhead -c 20 >/dev/null\n");
    std::filesystem::permissions(server, std::filesystem::perms::owner_all);
    const Sshd sshd({.host_keys = {"ed25519"}, .lines = {"Subsystem sftp " + server.string()}});
    ssh::SshTransport transport(trusting(sshd.known_hosts()));

    const Error error =
        error_of([&] { run_loop(put_on(&transport, sshd.endpoint(), (folder / "file").string(), "data")); });

    EXPECT_EQ(error.kind(), Error::Kind::lost);
    EXPECT_EQ(error.reason(), "connection-lost");
}

TEST(Upload, OfSeveralMegabytesSurvivesRekeying) {
    [[maybe_unused]] const RekeyingLeaks known;
    const Sshd sshd({.host_keys = {"ed25519"}, .lines = {"RekeyLimit 512K"}});
    ssh::SshTransport transport(trusting(sshd.known_hosts()));
    const TempDir folder;
    std::string data(8'000'000, '\0');
    for (std::size_t i = 0; i < data.size(); ++i) data[i] = static_cast<char>(i * 31 + (i >> 8));

    run_loop(put_on(&transport, sshd.endpoint(), (folder / "file").string(), data));

    EXPECT_TRUE(read_text(folder / "file") == data);
}

}  // namespace
}  // namespace clientpush
