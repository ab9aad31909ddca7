#include <gtest/gtest.h>

#include "rig.h"
#include "support/files.h"
#include "support/users.h"

namespace clientpush {
namespace {

constexpr const char* right = "correct horse";

/// How often a text stands in another.
int count(const std::string& text, const std::string& part) {
    int found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++found;
    return found;
}

asio::awaitable<Secret> give(std::string password) {
    co_return Secret(std::move(password));
}

class Password : public testing::Test {
protected:
    void SetUp() override {
        if (!OwnUsers::possible()) GTEST_SKIP() << "needs root, for users of its own";
    }

    /// An sshd at which a user with the right password exists.
    std::unique_ptr<Sshd> sshd(std::vector<std::string> lines,
                               OwnUsers::Password state = OwnUsers::Password::valid) {
        users_ = std::make_unique<OwnUsers>(right, state);
        SshdConfig config;
        config.lines = std::move(lines);
        config.before = users_->before();
        return std::make_unique<Sshd>(config);
    }

    Endpoint endpoint(const Sshd& sshd) {
        Endpoint endpoint = sshd.endpoint();
        endpoint.user = users_->name();
        endpoint.private_key_file.clear();
        endpoint.password_file = "some file";
        return endpoint;
    }

    ssh::SshOptions with_password(const Sshd& sshd, const std::string& password) {
        ssh::SshOptions options = trusting(sshd.known_hosts());
        options.read_password = [this, password](std::string file) {
            asked_for_.push_back(file);
            return give(password);
        };
        return options;
    }

    std::unique_ptr<OwnUsers> users_;
    std::vector<std::string> asked_for_;
};

const std::vector<std::string> by_password = {"PasswordAuthentication yes"};
const std::vector<std::string> by_question = {"KbdInteractiveAuthentication yes", "UsePAM yes"};

TEST_F(Password, LetsIn) {
    const auto host = sshd(by_password);
    ssh::SshTransport transport(with_password(*host, right));

    EXPECT_EQ(log_in(transport, endpoint(*host)), "in\n");
    EXPECT_EQ(asked_for_.front(), "some file");
}

TEST_F(Password, ThatIsWrongIsTriedOnceAndNotShown) {
    const auto host = sshd(by_password);
    ssh::SshTransport transport(with_password(*host, "battery staple"));

    const Error error = refusal(transport, endpoint(*host));

    EXPECT_EQ(error.reason(), "login-refused");
    EXPECT_EQ(error.kind(), Error::Kind::refused);
    EXPECT_TRUE(says(error.what(), "the password from some file")) << error.what();
    EXPECT_FALSE(says(describe(error), "battery"));
    EXPECT_EQ(count(host->log(), "Failed password"), 1) << host->log();
}

TEST_F(Password, AnswersASingleQuestionWhereTheHostTakesItOnlySo) {
    const auto host = sshd(by_question);
    ssh::SshTransport transport(with_password(*host, right));

    EXPECT_EQ(log_in(transport, endpoint(*host)), "in\n");
}

TEST_F(Password, ThatIsWrongAnswersNoSecondRound) {
    const auto host = sshd(by_question);
    ssh::SshTransport transport(with_password(*host, "battery staple"));

    EXPECT_EQ(refusal(transport, endpoint(*host)).reason(), "login-refused");
    EXPECT_EQ(count(host->log(), "PAM: Authentication failure"), 1) << host->log();
}

TEST_F(Password, IsNotGivenToASecondQuestion) {
    const auto host = sshd(by_question, OwnUsers::Password::expired);
    ssh::SshTransport transport(with_password(*host, right));

    const Error error = refusal(transport, endpoint(*host));

    EXPECT_EQ(error.reason(), "login-refused");
    EXPECT_TRUE(says(error.what(), "it asks for more than a password")) << error.what();
}

TEST_F(Password, ComesAfterTheKeysAndIsNotSentWhenAKeyIsTaken) {
    const auto host = sshd(by_password);
    ssh::SshTransport transport(with_password(*host, right));
    Endpoint as_root = host->endpoint();
    as_root.password_file = "some file";

    EXPECT_EQ(log_in(transport, as_root), "in\n");
    EXPECT_FALSE(says(host->log(), "password")) << host->log();
}

TEST_F(Password, GoesWithAKeyWhereTheHostWantsBoth) {
    const auto host = sshd({"PasswordAuthentication yes", "AuthenticationMethods publickey,password"});
    ssh::SshTransport transport(with_password(*host, right));
    Endpoint both = endpoint(*host);
    both.private_key_file = host->client_key();
    std::filesystem::permissions(host->folder(), std::filesystem::perms::all);

    EXPECT_EQ(log_in(transport, both), "in\n");
}

TEST_F(Password, IsSaidToBeUselessWhereTheHostTakesNone) {
    const auto host = sshd({"KbdInteractiveAuthentication no"});
    ssh::SshTransport transport(with_password(*host, right));

    const Error error = refusal(transport, endpoint(*host));

    EXPECT_EQ(error.reason(), "login-refused");
    EXPECT_TRUE(says(error.what(), "it takes no passwords, only: publickey")) << error.what();
}

asio::awaitable<Secret> fail() {
    throw Error(Error::Kind::refused, "password-empty", "it is empty");
    co_return Secret();
}

TEST_F(Password, ThatCannotBeReadCostsTheHostNoConnection) {
    const auto host = sshd(by_password);
    ssh::SshOptions options = trusting(host->known_hosts());
    options.read_password = [](const std::string&) { return fail(); };
    ssh::SshTransport transport(options);

    EXPECT_EQ(refusal(transport, endpoint(*host)).reason(), "password-empty");
    EXPECT_FALSE(says(host->log(), "Connection from"));
}

}  // namespace
}  // namespace clientpush
