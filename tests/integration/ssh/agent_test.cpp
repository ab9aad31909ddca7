#include "ssh/agent.h"

#include <gtest/gtest.h>

#include "rig.h"
#include "ssh/certificate.h"
#include "support/files.h"
#include "support/fleet.h"
#include "support/ssh_agent.h"

namespace clientpush {
namespace {

using namespace std::chrono_literals;

ssh::SshOptions with_agent(const Sshd& sshd, const std::string& socket) {
    ssh::SshOptions options = trusting(sshd.known_hosts());
    options.agent = socket;
    return options;
}

Endpoint without_key(const Sshd& sshd) {
    Endpoint endpoint = sshd.endpoint();
    endpoint.private_key_file.clear();
    return endpoint;
}

TEST(Agent, SignsForAKeyThatNoFileHas) {
    const Sshd sshd;
    const SshAgent agent;
    agent.add(sshd.client_key());
    ssh::SshTransport transport(with_agent(sshd, agent.socket()));

    EXPECT_EQ(log_in(transport, without_key(sshd)), "in\n");
}

TEST(Agent, ComesAfterTheKeysOfFiles) {
    const Sshd sshd;
    const SshAgent agent;
    const auto stranger = sshd.folder() / "stranger";
    make_key(stranger, {"-t", "ed25519"});
    agent.add(sshd.client_key());
    Endpoint endpoint = sshd.endpoint();
    endpoint.private_key_file = stranger;
    ssh::SshTransport transport(with_agent(sshd, agent.socket()));

    EXPECT_EQ(log_in(transport, endpoint), "in\n");
}

TEST(Agent, SignsForANamedKeyOfWhichOnlyThePubFileIsThere) {
    const Sshd sshd;
    const SshAgent agent;
    agent.add(sshd.client_key());
    std::filesystem::copy_file(sshd.client_key().string() + ".pub", sshd.folder() / "elsewhere.pub");
    Endpoint endpoint = sshd.endpoint();
    endpoint.private_key_file = sshd.folder() / "elsewhere";
    ssh::SshTransport transport(with_agent(sshd, agent.socket()));

    EXPECT_EQ(log_in(transport, endpoint), "in\n");
}

TEST(Agent, SignsForANamedKeyThatIsEncrypted) {
    const Sshd sshd;
    const SshAgent agent;
    agent.add(sshd.client_key());
    run_program({"ssh-keygen", "-q", "-p", "-N", "some passphrase", "-f", sshd.client_key().string()});
    std::filesystem::remove(sshd.client_key().string() + ".pub");
    ssh::SshTransport transport(with_agent(sshd, agent.socket()));

    EXPECT_EQ(log_in(transport, sshd.endpoint()), "in\n");
}

TEST(Agent, SignsForManyHostsAtOnce) {
    const Sshd sshd;
    const SshAgent agent;
    agent.add(sshd.client_key());
    ssh::SshTransport transport(with_agent(sshd, agent.socket()));
    asio::io_context loop;
    int in = 0;

    for (int i = 0; i < 30; ++i)
        asio::co_spawn(loop, ask(&transport, without_key(sshd), "echo in"),
                       [&](std::exception_ptr, Said said) { in += said.out == "in\n" ? 1 : 0; });
    loop.run();

    EXPECT_EQ(in, 30);
}

TEST(Agent, ThatIsNotThereIsNamedWhenNothingElseHelps) {
    const Sshd sshd;
    ssh::SshTransport transport(with_agent(sshd, (sshd.folder() / "nowhere").string()));

    const Error error = refusal(transport, without_key(sshd));

    EXPECT_EQ(error.reason(), "agent-unreachable");
    EXPECT_TRUE(says(error.cure(), "SSH_AUTH_SOCK"));
}

TEST(Agent, ThatIsNotThereIsNoHindrance) {
    const Sshd sshd;
    ssh::SshTransport transport(with_agent(sshd, (sshd.folder() / "nowhere").string()));

    EXPECT_EQ(log_in(transport, sshd.endpoint()), "in\n");
}

TEST(Agent, ThatHangsCostsItsDeadlineOnce) {
    const SshAgent frozen;
    frozen.freeze();
    ssh::Agent agent(frozen.socket(), 200ms);

    EXPECT_EQ(error_of([&] { run_loop(agent.keys()); }).reason(), "agent-no-answer");
    EXPECT_EQ(error_of([&] { run_loop(agent.keys()); }).reason(), "agent-no-answer");
    EXPECT_EQ(error_of([&] { run_loop(agent.sign("blob", "data", "ssh-ed25519")); }).reason(),
              "agent-no-answer");
}

TEST(Agent, ThatStopsBeforeItSignsFailsTheLoginInItsDeadline) {
    const SshAgent agent;
    const TempDir folder;
    make_key(folder / "key", {"-t", "ed25519"});
    agent.add(folder / "key");
    ssh::Agent client(agent.socket(), 200ms);
    const auto keys = run_loop(client.keys());
    agent.freeze();

    const Error error = error_of([&] { run_loop(client.sign(keys.front().blob, "data", "ssh-ed25519")); });

    EXPECT_EQ(error.reason(), "agent-no-answer");
}

TEST(Agent, ThatAnswersNonsenseIsRefused) {
    using namespace std::string_literals;
    const std::string many_keys = "\0\0\0\x05\x0c\xff\xff\xff\xff"s;
    for (const std::string& answer :
         {"hello, this is no agent\n"s, "\0\0\0\0"s, "\0\0\0\x01\x0c"s, "\0\0\0\x01\x05"s, many_keys,
          "\xff\xff\xff\xff\x0c"s, "\0\0\0\x0d\x0c\0\0\0\x01\0\0\0\x04\0\0\0\xff"s}) {
        const FakeAgent fake(answer);
        ssh::Agent agent(fake.socket(), 20s);

        EXPECT_EQ(error_of([&] { run_loop(agent.keys()); }).reason(), "agent-malformed");
    }
}

TEST(Agent, ThatHangsUpInTheMiddleIsRefused) {
    using namespace std::string_literals;
    const FakeAgent fake("\0\0\0\x20\x0c\0\0"s);
    ssh::Agent agent(fake.socket(), 20s);

    EXPECT_EQ(error_of([&] { run_loop(agent.keys()); }).reason(), "agent-unreachable");
}

TEST(Agent, ThatNoLongerHasTheKeySaysSoAndTheNextKeyIsTried) {
    const Sshd sshd;
    const SshAgent agent;
    agent.add(sshd.client_key());
    ssh::Agent client(agent.socket());
    const auto keys = run_loop(client.keys());
    ASSERT_EQ(keys.size(), 1u);
    run_program({"env", "SSH_AUTH_SOCK=" + agent.socket(), "ssh-add", "-q", "-D"});

    EXPECT_EQ(keys.front().type, "ssh-ed25519");
    EXPECT_EQ(keys.front().blob, ssh::read_public_key(sshd.client_key().string() + ".pub")->blob);
    EXPECT_EQ(error_of([&] { run_loop(client.sign(keys.front().blob, "data", "ssh-ed25519")); }).reason(),
              "agent-refused");
}

}  // namespace
}  // namespace clientpush
