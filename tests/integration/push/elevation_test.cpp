// Working as another user through a real sudo, on a machine of its own: a mount namespace with a login
// "pushy" whose password is known, and a sudoers file of the test.
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>

#include "local/local_transport.h"
#include "profile/command.h"
#include "push/remote_shell.h"
#include "support/child.h"
#include "support/errors.h"
#include "support/files.h"
#include "support/run_loop.h"
#include "support/temp_dir.h"

namespace clientpush {
namespace {

constexpr const char* machine_script = R"sh(set -e
mount --make-rprivate /
cd "$1"
for file in passwd shadow group; do cp /etc/$file $file; done
echo 'pushy:x:4242:4242::/tmp:/bin/sh' >> passwd
echo 'pushy:x:4242:' >> group
printf 'pushy:%s:19000:0:99999:7:::\n' "$(openssl passwd -6 secret-of-pushy)" >> shadow
chmod 440 sudoers
for file in passwd shadow group sudoers; do mount --bind $file /etc/$file; done
cd /tmp
exec setpriv --reuid 4242 --regid 4242 --clear-groups env -i HOME=/tmp PATH=/usr/sbin:/usr/bin:/bin sh -c "$2"
)sh";

/// The login of "pushy" on that machine.
class SudoMachine : public Connection {
public:
    explicit SudoMachine(const std::string& sudoers) {
        write_text(folder_ / "sudoers", "Defaults env_reset\n" + sudoers + "\n");
        write_text(folder_ / "machine.sh", machine_script);
    }

    asio::awaitable<void> put(std::string, std::string_view, std::uint64_t) override {
        throw std::logic_error("the payload must not go through the login's files");
    }

    asio::awaitable<std::unique_ptr<Conversation>> talk(std::string line) override {
        ++shells;
        Endpoint here;
        here.connection = "local";
        local_ = co_await transport_.connect(here);
        const std::string folder = folder_.path().string();
        std::string entry =
            "exec unshare -m sh '" + folder + "/machine.sh' '" + folder + "' " + sh_quote(line);
        co_return co_await local_->talk(std::move(entry));
    }

    int shells = 0;

private:
    TempDir folder_;
    local::LocalTransport transport_;
    std::unique_ptr<Connection> local_;
};

class Sudo : public testing::Test {
protected:
    void SetUp() override {
        if (::geteuid() != 0) GTEST_SKIP() << "another machine's users need root";
        if (run_child({"sh", "-c", "command -v sudo"}).exit_code != 0)
            GTEST_SKIP() << "there is no sudo here";
    }

    /// What `id -un` says in the shell that sudo gives.
    static std::string user(SudoMachine& machine, const std::string& password,
                            const std::string& as = "root") {
        Elevation elevation;
        elevation.user = as;
        elevation.password = [password]() -> asio::awaitable<Secret> { return given(password); };
        asio::io_context loop;
        RemoteShell shell(
            machine, [ids = 0]() mutable { return "id" + std::to_string(++ids); }, elevation);
        return run_loop(loop, ask(&shell)).last("user");
    }

    static asio::awaitable<Secret> given(std::string password) { co_return Secret(std::move(password)); }

    static asio::awaitable<Answer> ask(RemoteShell* shell) {
        co_return co_await shell->call("say user \"$(id -un)\"; cd; say home \"$PWD\"", {});
    }

    static std::string all_of(const Error& error) { return std::string(error.what()) + error.cure(); }
};

TEST_F(Sudo, OneLineWithoutAPasswordIsEnough) {
    SudoMachine machine("pushy ALL=(root) NOPASSWD: /bin/sh -s");

    EXPECT_EQ(user(machine, ""), "root");
    EXPECT_EQ(machine.shells, 1);
}

TEST_F(Sudo, APasswordIsGivenWhereItIsAskedFor) {
    SudoMachine machine("pushy ALL=(root) /bin/sh -s");

    EXPECT_EQ(user(machine, "secret-of-pushy"), "root");
}

TEST_F(Sudo, AnotherUserThanRootIsPossible) {
    SudoMachine machine("pushy ALL=(daemon) NOPASSWD: /bin/sh -s");

    EXPECT_EQ(user(machine, "", "daemon"), "daemon");
}

TEST_F(Sudo, APasswordThatNobodyAskedForIsNeverRun) {
    SudoMachine machine("pushy ALL=(root) NOPASSWD: /bin/sh -s");

    EXPECT_EQ(user(machine, "touch /tmp/password-was-run"), "root");
    EXPECT_FALSE(std::filesystem::exists("/tmp/password-was-run"));
}

TEST_F(Sudo, AWrongPasswordIsRefusedAndNeverShown) {
    SudoMachine machine("pushy ALL=(root) /bin/sh -s");

    const Error error = error_of([&] { user(machine, "not-the-password"); });

    EXPECT_EQ(error.reason(), "sudo-password-wrong");
    EXPECT_EQ(error.kind(), Error::Kind::refused);
    EXPECT_EQ(all_of(error).find("not-the-password"), std::string::npos);
}

TEST_F(Sudo, AMissingPasswordSaysHowToGiveIt) {
    SudoMachine machine("pushy ALL=(root) /bin/sh -s");

    const Error error = error_of([&] { user(machine, ""); });

    EXPECT_EQ(error.reason(), "sudo-password-missing");
    EXPECT_NE(error.cure().find("--become-password-file"), std::string::npos);
}

TEST_F(Sudo, ALoginThatMayNotIsRefusedWithTheLineThatIsEnough) {
    for (const std::string sudoers : {"other ALL=(root) ALL", "pushy ALL=(root) NOPASSWD: /bin/ls",
                                      "Defaults requiretty\npushy ALL=(root) NOPASSWD: ALL"}) {
        SudoMachine machine(sudoers);

        const Error error = error_of([&] { user(machine, "secret-of-pushy"); });

        EXPECT_EQ(error.reason(), "sudo-refused") << sudoers;
        EXPECT_NE(error.cure().find("NOPASSWD: /bin/sh -s"), std::string::npos);
        EXPECT_EQ(all_of(error).find("secret-of-pushy"), std::string::npos);
    }
}

}  // namespace
}  // namespace clientpush
