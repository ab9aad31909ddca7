#include "openssh/arguments.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/errors.h"
#include "support/files.h"
#include "support/temp_dir.h"

namespace clientpush::openssh {
namespace {

Endpoint host() {
    Endpoint endpoint;
    endpoint.name = "ws-07";
    endpoint.address = "10.0.0.7";
    endpoint.port = 0;
    return endpoint;
}

std::vector<std::string> for_host(const Endpoint& endpoint, const OpensshOptions& options = {}) {
    return arguments(options, endpoint, "true");
}

/// What stands behind `word`; empty when nothing does.
std::string behind(const std::vector<std::string>& words, const std::string& word) {
    const auto found = std::find(words.begin(), words.end(), word);
    return found == words.end() || found + 1 == words.end() ? "" : *(found + 1);
}

std::string option(const std::vector<std::string>& words, const std::string& name) {
    for (const std::string& word : words)
        if (word.starts_with(name + "=")) return word.substr(name.size() + 1);
    return {};
}

TEST(Arguments, EndWithTheHostAndTheLineBehindADoubleDash) {
    const auto words = for_host(host());

    ASSERT_GE(words.size(), 3u);
    EXPECT_EQ(std::vector<std::string>(words.end() - 3, words.end()),
              (std::vector<std::string>{"--", "10.0.0.7", "true"}));
}

TEST(Arguments, NeverAskAndStayStrict) {
    const auto words = for_host(host(), {.known_hosts = {"/a", "/with blank", "/100%"}});

    EXPECT_EQ(option(words, "BatchMode"), "yes");
    EXPECT_EQ(option(words, "StrictHostKeyChecking"), "yes");
    EXPECT_EQ(option(words, "GlobalKnownHostsFile"), "/dev/null");
    EXPECT_EQ(option(words, "UserKnownHostsFile"), "\"/a\" \"/with blank\" \"/100%%\"");
    EXPECT_EQ(option(words, "ControlPath"), "none");
    EXPECT_EQ(behind(words, "-F"), "none");
}

TEST(Arguments, LeaveOpenWhatNobodySays) {
    const auto words = for_host(host(), {.config = ""});

    for (const char* word : {"-p", "-l", "-i", "-F"}) EXPECT_EQ(behind(words, word), "") << word;
    EXPECT_EQ(option(words, "HostKeyAlias"), "");
    EXPECT_EQ(option(words, "ProxyCommand"), "");
}

TEST(Arguments, CarryPortUserAndKey) {
    const TempDir folder;
    Endpoint endpoint = host();
    endpoint.port = 2222;
    endpoint.user = "push";
    endpoint.private_key_file = write_text(folder / "key", "").string();

    const auto words = for_host(endpoint);

    EXPECT_EQ(behind(words, "-p"), "2222");
    EXPECT_EQ(behind(words, "-l"), "push");
    EXPECT_EQ(behind(words, "-i"), endpoint.private_key_file);
    EXPECT_EQ(option(words, "IdentitiesOnly"), "yes");
}

TEST(Arguments, JumpHostsAreCheckedLikeTheHost) {
    Endpoint endpoint = host();
    endpoint.jump = "me@near:2200,[fe80::1]:22";

    const std::string proxy = option(for_host(endpoint), "ProxyCommand");

    EXPECT_TRUE(proxy.starts_with("'/usr/bin/ssh' '-T' ")) << proxy;
    EXPECT_TRUE(proxy.ends_with(" '-p' '22' '-W' '[%h]:%p' '--' 'fe80::1'")) << proxy;
    EXPECT_NE(proxy.find("'StrictHostKeyChecking=yes'"), std::string::npos);
    EXPECT_NE(proxy.find("-W'\\'' '\\''[%%h]:%%p'\\'' '\\''--'\\'' '\\''near'\\''"), std::string::npos)
        << proxy;
}

TEST(Arguments, NameOnRecordBecomesTheAliasOfTheHostKey) {
    OpensshOptions options;
    options.known_hosts = {"/ours"};
    options.on_record = [](const Endpoint&) { return OnRecord{"[ws-07]:2222", {"/theirs"}}; };

    const auto words = for_host(host(), options);

    EXPECT_EQ(option(words, "HostKeyAlias"), "[ws-07]:2222");
    EXPECT_EQ(option(words, "UserKnownHostsFile"), "\"/ours\" \"/theirs\"");
}

TEST(Arguments, NothingPassesForAnOption) {
    for (const char* bad : {"-oProxyCommand=x", "a b", "a\nb", "a'b", "$(x)", ""}) {
        Endpoint endpoint = host();
        endpoint.address = bad;
        EXPECT_EQ(error_of([&] { for_host(endpoint); }).reason(), "ssh-argument") << bad;
    }
    for (const char* bad : {"-l", "a b", "a;b", "`x`"}) {
        Endpoint endpoint = host();
        endpoint.user = bad;
        EXPECT_EQ(error_of([&] { for_host(endpoint); }).reason(), "ssh-argument") << bad;
    }
    for (const char* bad : {"-J", "me@-x", "a:port", "a b", ",,"}) {
        Endpoint endpoint = host();
        endpoint.jump = bad;
        EXPECT_EQ(error_of([&] { for_host(endpoint); }).reason(), "ssh-argument") << bad;
    }
    EXPECT_EQ(error_of([&] { for_host(host(), {.known_hosts = {"/a\"b"}}); }).reason(), "ssh-argument");
    EXPECT_EQ(error_of([&] { for_host(host(), {.known_hosts = {"/${HOME}"}}); }).reason(), "ssh-argument");
}

TEST(Arguments, PasswordsAndMissingKeysAreRefused) {
    Endpoint with_password = host();
    with_password.password_file = "/secret";
    Endpoint with_key = host();
    with_key.private_key_file = "/no/such/key";

    EXPECT_EQ(error_of([&] { for_host(with_password); }).reason(), "password-unsupported");
    EXPECT_NE(error_of([&] { for_host(with_password); }).cure().find("libssh2"), std::string::npos);
    EXPECT_EQ(error_of([&] { for_host(with_key); }).reason(), "key-missing");
}

}  // namespace
}  // namespace clientpush::openssh
