#include "cli/secrets.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/detached.hpp>
#include <csignal>

#include "support/errors.h"
#include "support/files.h"
#include "support/run_loop.h"
#include "support/temp_dir.h"
#include "support/terminal.h"

namespace clientpush {
namespace {

class PasswordFile : public testing::Test {
protected:
    std::string file(const std::string& text, mode_t mode) {
        const auto path = write_text(folder_ / "password", text);
        ::chmod(path.c_str(), mode);
        return path.string();
    }

    std::string read(const std::string& path) { return std::string(run_loop(secrets_.read(path)).reveal()); }

    Error refusal(const std::string& path) {
        return error_of([&] { run_loop(secrets_.read(path)); });
    }

    TempDir folder_;
    Secrets secrets_;
};

TEST_F(PasswordFile, HoldsThePasswordInItsFirstLine) {
    EXPECT_EQ(read(file(" hunter 2 \r\nsecond line\n", 0600)), " hunter 2 ");
}

TEST_F(PasswordFile, NeedsNoNewline) {
    EXPECT_EQ(read(file("hunter2", 0400)), "hunter2");
}

TEST_F(PasswordFile, ThatOthersCanReadIsRefused) {
    const Error error = refusal(file("hunter2\n", 0640));

    EXPECT_EQ(error.reason(), "password-file-unprotected");
    EXPECT_EQ(error.kind(), Error::Kind::refused);
    EXPECT_NE(error.cure().find("chmod 600"), std::string::npos);
    EXPECT_EQ(describe(error).find("hunter2"), std::string::npos);
}

TEST_F(PasswordFile, ThatIsMissingEmptyOrNoFileIsRefused) {
    EXPECT_EQ(refusal((folder_ / "missing").string()).reason(), "password-file-missing");
    EXPECT_EQ(refusal(folder_.path().string()).reason(), "password-file-missing");
    EXPECT_EQ(refusal(file("\nsecond line\n", 0600)).reason(), "password-empty");
}

TEST_F(PasswordFile, ThatMayBeExecutedIsRunAndPrintsThePassword) {
    EXPECT_EQ(read(file("#!/bin/sh\necho hunter2\necho more\n", 0700)), "hunter2");
}

TEST_F(PasswordFile, ThatIsRunMayBeReadButNotChangedByOthers) {
    EXPECT_EQ(read(file("#!/bin/sh\necho hunter2\n", 0755)), "hunter2");
    Secrets anew;
    const std::string changeable = file("#!/bin/sh\necho hunter2\n", 0775);

    const Error error = error_of([&] { run_loop(anew.read(changeable)); });

    EXPECT_EQ(error.reason(), "password-file-unprotected");
    EXPECT_NE(error.cure().find("chmod go-w"), std::string::npos);
}

TEST_F(PasswordFile, ThatFailsSaysWhatItComplainedOfAndNotWhatItPrinted) {
    const Error error = refusal(file("#!/bin/sh\necho hunter2\necho locked vault >&2\nexit 3\n", 0700));

    EXPECT_EQ(error.reason(), "password-program");
    EXPECT_NE(std::string(error.what()).find("locked vault"), std::string::npos);
    EXPECT_EQ(describe(error).find("hunter2"), std::string::npos);
}

asio::awaitable<void> ask(Secrets* secrets, std::string path, int* right) {
    const Secret secret = co_await secrets->read(path);
    if (secret.reveal() == "hunter2") ++*right;
}

TEST_F(PasswordFile, IsRunOnceForManyHosts) {
    const std::string log = (folder_ / "runs").string();
    const std::string program = file("#!/bin/sh\necho run >> " + log + "\necho hunter2\n", 0700);
    asio::io_context loop;
    int right = 0;

    for (int i = 0; i < 50; ++i) asio::co_spawn(loop, ask(&secrets_, program, &right), asio::detached);
    loop.run();

    EXPECT_EQ(right, 50);
    EXPECT_EQ(read_text(log), "run\n");
}

/// What ask_secret() gave, or why it gave nothing.
std::string asked() {
    try {
        return "got " + std::string(ask_secret("Password to log in with").reveal());
    } catch (const Error& error) {
        return error.reason();
    }
}

TEST(Prompt, TakesALineWithoutShowingIt) {
    Terminal terminal(asked);
    terminal.wait_for("Password to log in with: ");
    terminal.wait_until_it_hides();

    terminal.type("hunter2\n");

    EXPECT_EQ(terminal.said(), "got hunter2");
    EXPECT_EQ(terminal.screen().find("hunter2"), std::string::npos);
    EXPECT_TRUE(terminal.echoes());
}

TEST(Prompt, MayBeAnsweredWithNothing) {
    Terminal terminal(asked);
    terminal.wait_for(": ");
    terminal.wait_until_it_hides();

    terminal.type("\n");

    EXPECT_EQ(terminal.said(), "got ");
}

TEST(Prompt, IsLeftWithCtrlCAndGivesTheTerminalItsEchoBack) {
    Terminal terminal(asked);
    terminal.wait_for(": ");
    terminal.wait_until_it_hides();

    terminal.type("hunt\x03");

    EXPECT_EQ(terminal.said(), "interrupted");
    EXPECT_TRUE(terminal.echoes());
}

TEST(Prompt, NeedsATerminal) {
    int result[2] = {};
    ASSERT_EQ(::pipe(result), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        ::setsid();  // leaves the terminal of the test, if it has one
        const std::string said = asked();
        (void)!::write(result[1], said.data(), said.size());
        ::_exit(0);
    }
    ::close(result[1]);
    char said[64] = {};
    const ssize_t count = ::read(result[0], said, sizeof said);
    ::close(result[0]);

    EXPECT_EQ(std::string(said, static_cast<std::size_t>(count)), "no-terminal");
}

TEST(Prompt, ForAPassphraseIsNotShownOnceTheRunHasBegun) {
    Terminal terminal([] {
        Secrets secrets;
        secrets.stop_asking();
        return run_loop(secrets.passphrase("/some/key", "")).empty() ? std::string("nothing") : "something";
    });

    EXPECT_EQ(terminal.said(), "nothing");
    EXPECT_EQ(terminal.screen(), "");
}

TEST(Prompt, IsShownOnceForEachName) {
    Terminal terminal([] {
        Secrets secrets;
        secrets.ask(Secrets::asked_login, "Password");
        secrets.ask(Secrets::asked_login, "Password");
        return std::string(run_loop(secrets.read("-k")).reveal());
    });
    terminal.wait_for("Password: ");

    terminal.type("hunter2\n");

    EXPECT_EQ(terminal.said(), "hunter2");
}

}  // namespace
}  // namespace clientpush
