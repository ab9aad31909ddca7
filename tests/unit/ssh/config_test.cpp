#include "ssh/config.h"

#include <gtest/gtest.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <map>
#include <set>
#include <sstream>

#include "support/child.h"
#include "support/errors.h"
#include "support/files.h"
#include "support/temp_dir.h"

namespace clientpush::ssh {
namespace {

/// What both readers say of a host, as "keyword value" lines in a fixed order.
using Said = std::multimap<std::string, std::string>;

/// `ssh -G` of the same file. ssh's own defaults are left out by naming what the file alone can have said.
Said said_by_ssh(const std::filesystem::path& file, const std::string& host) {
    const ChildResult result = run_child({"ssh", "-T", "-G", "-F", file.string(), host});
    EXPECT_EQ(result.exit_code, 0) << result.output;
    static const std::set<std::string> of_interest = {"hostname",     "port",
                                                      "user",         "identityfile",
                                                      "proxyjump",    "userknownhostsfile",
                                                      "proxycommand", "stricthostkeychecking"};
    Said said;
    std::istringstream lines(result.output);
    for (std::string line; std::getline(lines, line);) {
        const std::size_t blank = line.find(' ');
        if (of_interest.contains(line.substr(0, blank)))
            said.emplace(line.substr(0, blank), line.substr(blank + 1));
    }
    return said;
}

std::string home() {
    return ::getpwuid(::getuid())->pw_dir;
}

/// ssh has replaced the ~ in these by then.
std::string joined(const std::vector<std::string>& files) {
    std::string text;
    for (const std::string& file : files)
        text += (text.empty() ? "" : " ") + (file.starts_with("~/") ? home() + file.substr(1) : file);
    return text;
}

/// As ssh takes host names.
std::string in_lower_case(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

std::string in_words_of_ssh(const std::string& strict) {
    if (strict == "yes") return "true";
    if (strict == "no" || strict == "off") return "false";
    return strict.empty() ? "ask" : strict;
}

/// Ours, with the defaults that ssh prints where nothing is said.
Said said_by_us(const std::filesystem::path& file, const std::string& host) {
    const HostConfig found = SshConfig::read({file}).of(host);
    static const Said defaults = said_by_ssh("/dev/null", "any");
    const std::string me = ::getpwuid(::getuid())->pw_name;
    Said said = {{"hostname", in_lower_case(found.host_name.empty() ? host : found.host_name)},
                 {"port", std::to_string(found.port == 0 ? 22 : found.port)},
                 {"user", found.user.empty() ? me : found.user},
                 {"stricthostkeychecking", in_words_of_ssh(found.strict_host_key_checking)}};
    for (const std::string& key : found.identity_files) said.emplace("identityfile", key);
    if (!found.known_hosts.empty()) said.emplace("userknownhostsfile", joined(found.known_hosts));
    for (const char* keyword : {"identityfile", "userknownhostsfile"})
        if (!said.contains(keyword))
            said.insert(defaults.lower_bound(keyword), defaults.upper_bound(keyword));
    if (!found.proxy_jump.empty() && found.proxy_jump != "none") said.emplace("proxyjump", found.proxy_jump);
    if (!found.proxy_command.empty() && found.proxy_command != "none")
        said.emplace("proxycommand", found.proxy_command);
    return said;
}

/// A configuration, and the hosts that are asked for.
struct Case {
    const char* name;
    const char* text;
    std::vector<std::string> hosts = {"web", "db.example"};
};

std::ostream& operator<<(std::ostream& out, const Case& one) {
    return out << one.name;
}

class ConfigNextToSsh : public testing::TestWithParam<Case> {};

TEST_P(ConfigNextToSsh, SaysTheSameOfEveryHost) {
    const TempDir folder;
    std::string text = GetParam().text;
    write_text(folder / "extra_a", "Host web\n  Port 2201\nHost *\n  User from-a\n");
    write_text(folder / "extra_b", "User from-b\nIdentityFile /keys/b\n");
    ::chmod((folder / "extra_a").c_str(), 0600);
    ::chmod((folder / "extra_b").c_str(), 0600);
    for (std::size_t at; (at = text.find("@FOLDER@")) != std::string::npos;)
        text.replace(at, 8, folder.path().string());
    const auto file = write_text(folder / "config", text);
    ::chmod(file.c_str(), 0600);

    for (const std::string& host : GetParam().hosts) {
        SCOPED_TRACE(host + "\n" + text);
        EXPECT_EQ(said_by_us(file, host), said_by_ssh(file, host));
    }
}

INSTANTIATE_TEST_SUITE_P(
    Files, ConfigNextToSsh,
    testing::Values(
        Case{"Empty", ""}, Case{"CommentsAndBlankLines", "# a comment\n\n   \n\t# another\nPort 2222\n"},
        Case{"FirstValueWins", "User one\nUser two\nPort 1\nPort 2\n"},
        Case{"HostBlocks",
             "Host web\n  Port 2201\nHost db.example\n  Port 2202\nHost *\n  Port 2203\n  User all\n"},
        Case{"SeveralPatterns", "Host a web c\n  Port 2201\n"},
        Case{"NegatedPattern", "Host * !web\n  Port 2201\n", {"web", "webs", "db"}},
        Case{"NegatedPatternFirst", "Host !web *\n  Port 2201\n", {"web", "db"}},
        Case{"OnlyNegated", "Host !web\n  Port 2201\n", {"web", "db"}},
        Case{"Globs",
             "Host *.example\n Port 1\nHost w?b\n Port 2\nHost w*\n Port 3\n",
             {"db.example", "web", "wab2", "x"}},
        Case{"CaseOfHosts", "Host WEB\n  Port 2201\nHost web\n  User low\n", {"web", "WEB", "Web"}},
        Case{"CaseOfKeywords", "hOsT web\n  PORT 2201\n  hostNAME 10.0.0.1\n"},
        Case{"EqualsSigns", "Host=web\n  Port=2201\n  User =  me\n  HostName= 10.0.0.1\n"},
        Case{"Tabs", "Host\tweb\n\tPort\t2201\t\n"}, Case{"CarriageReturns", "Host web\r\n  Port 2201\r\n"},
        Case{"QuotedValues", "Host \"web\"\n  IdentityFile \"/keys/with blank\"\n  User \"me\"\n"},
        Case{"SingleQuotes", "IdentityFile '/keys/with blank'\n"},
        Case{"EscapedBlank", "IdentityFile /keys/with\\ blank\n"},
        Case{"QuoteInside", "IdentityFile /keys/\"with blank\"/x\n"},
        Case{"CommentBehindAValue", "Port 2201 # behind\nUser me # too\n"},
        Case{"HostNameWithToken", "Host web\n  HostName %h.corp.example\nHost db*\n  HostName 100%%.%h\n"},
        Case{"SeveralKeys",
             "IdentityFile /keys/a\nHost web\n  IdentityFile ~/.ssh/b\nHost *\n  IdentityFile %d/c\n  "
             "IdentityFile /keys/a\n"},
        Case{"Jump", "Host web\n  ProxyJump me@bastion:2222\nHost *\n  ProxyJump other\n"},
        Case{"JumpChain", "ProxyJump a,b@c,d:22\n"},
        Case{"JumpNone", "Host web\n  ProxyJump none\nHost *\n  ProxyJump other\n"},
        Case{"CommandBeforeJump", "Host web\n  ProxyCommand nc -X 5 %h %p\nHost *\n  ProxyJump other\n"},
        Case{"JumpBeforeCommand", "ProxyJump other\nProxyCommand nc %h %p\n"},
        Case{"CommandNone", "ProxyCommand none\nHost *\n ProxyCommand nc %h %p\n"},
        Case{"KnownHostsFiles", "UserKnownHostsFile /a \"/b c\" ~/d\nUserKnownHostsFile /e\n"},
        Case{"StrictNo", "Host web\n StrictHostKeyChecking no\nHost *\n StrictHostKeyChecking accept-new\n"},
        Case{"MatchAll", "Host other\n Port 1\nMatch all\n  Port 2201\n"},
        Case{"MatchHost", "Match host web,db*\n  Port 2201\n", {"web", "db.example", "x"}},
        Case{"MatchHostNegated",
             "Match host *,!web\n  Port 2201\nMatch !host web\n  User other\n",
             {"web", "x"}},
        Case{"MatchSeesTheNewName",
             "Host web\n HostName real.example\nMatch host real.example\n  Port 2201\nMatch originalhost "
             "web\n  User original\n"},
        Case{"MatchUser", "User me\nMatch user me\n  Port 2201\nMatch user you\n  Port 2202\n"},
        Case{"MatchSeveral",
             "Match host web user nobody-at-all\n  Port 2201\nMatch originalhost=web\n  Port 2202\n"},
        Case{"MatchExecFalse", "Match exec false\n  Port 2201\nHost *\n  Port 2202\n"},
        Case{"Include", "Include @FOLDER@/extra_a\nPort 2209\nUser last\n"},
        Case{"IncludeGlob", "Include @FOLDER@/extra_*\n"},
        Case{"IncludeInABlock",
             "Host web\n  Include @FOLDER@/extra_b\nHost db*\n  Include @FOLDER@/extra_a\n"},
        Case{"IncludeThatIsNotThere", "Include @FOLDER@/no-such-file\nPort 2201\n"},
        Case{"BlockGoesOnBehindAnInclude",
             "Host web\n  Include @FOLDER@/extra_a\n  Port 2209\n  IdentityFile /keys/x\n"}),
    [](const auto& one) { return std::string(one.param.name); });

Configured applied(const std::string& text, Endpoint endpoint) {
    return apply(SshConfig::of_text(text, "/nowhere"), std::move(endpoint));
}

Endpoint asked_for(const std::string& address) {
    Endpoint endpoint;
    endpoint.name = "ws-07";
    endpoint.address = address;
    endpoint.port = 0;
    return endpoint;
}

TEST(Config, FillsWhatTheInventoryLeavesOpen) {
    const Configured found = applied(
        "Host alias\n HostName 10.0.0.7\n Port 2222\n User push\n ProxyJump gw.%h\n", asked_for("alias"));

    EXPECT_EQ(found.endpoint.name, "ws-07");
    EXPECT_EQ(found.endpoint.address, "10.0.0.7");
    EXPECT_EQ(found.endpoint.port, 2222);
    EXPECT_EQ(found.endpoint.user, "push");
    EXPECT_EQ(found.endpoint.jump, "gw.10.0.0.7");
}

TEST(Config, LeavesWhatTheInventorySays) {
    Endpoint endpoint = asked_for("alias");
    endpoint.port = 22;
    endpoint.user = "root";
    endpoint.jump = "none";

    const Configured found = applied("Port 2222\nUser push\nProxyJump gw\n", endpoint);

    EXPECT_EQ(found.endpoint.port, 22);
    EXPECT_EQ(found.endpoint.user, "root");
    EXPECT_EQ(found.endpoint.jump, "none");
}

TEST(Config, ReplacesTokensInFileNames) {
    const std::string home = default_config_files().front().parent_path().parent_path().string();
    const Configured found = applied(
        "HostName h\nPort 7\nUser u\nIdentityFile ~/k\nIdentityFile %d/%h-%n-%p-%r-%%\nIdentityFile none\n"
        "UserKnownHostsFile ~/a /b none\n",
        asked_for("alias"));

    EXPECT_EQ(found.key_files, (std::vector<std::filesystem::path>{home + "/k", home + "/h-alias-7-u-%"}));
    EXPECT_EQ(found.known_hosts, (std::vector<std::filesystem::path>{home + "/a", "/b"}));
}

TEST(Config, NotesWhatDoesNotCount) {
    const Configured found = applied(
        "ForwardAgent yes\nStrictHostKeyChecking accept-new\nIdentityFile %C\nMatch exec true\n Port 9\n",
        asked_for("alias"));

    EXPECT_EQ(found.notes,
              (std::vector<std::string>{"forwardagent", "Match exec",
                                        "StrictHostKeyChecking accept-new (host keys are always checked)",
                                        "the file name %C"}));
    EXPECT_EQ(found.endpoint.port, 0);
}

TEST(Config, NamesWhatOnlyOpensshCanDo) {
    EXPECT_EQ(applied("ProxyCommand nc %h %p\n", asked_for("a")).needs_openssh, "ProxyCommand");
    EXPECT_EQ(applied("GSSAPIAuthentication yes\n", asked_for("a")).needs_openssh, "GSSAPIAuthentication");
    EXPECT_EQ(applied("SecurityKeyProvider /lib/fido.so\n", asked_for("a")).needs_openssh,
              "SecurityKeyProvider");
    EXPECT_EQ(applied("ProxyCommand none\nGSSAPIAuthentication no\n", asked_for("a")).needs_openssh, "");
}

TEST(Config, FileThatOthersMayWriteIsRefused) {
    const TempDir folder;
    const auto file = write_text(folder / "config", "Port 2222\n");
    ::chmod(file.c_str(), 0620);

    const Error error = error_of([&] { SshConfig::read({file}); });

    EXPECT_EQ(error.reason(), "ssh-config-unsafe");
    EXPECT_NE(error.cure().find("chmod go-w"), std::string::npos);
}

TEST(Config, FileThatIncludesItselfIsRefused) {
    const TempDir folder;
    const auto file = write_text(folder / "config", "Include " + (folder / "config").string() + "\n");
    ::chmod(file.c_str(), 0600);

    EXPECT_THROW(SshConfig::read({file}), InvalidInput);
}

TEST(Config, WrongLinesAreNamedWithTheirPlace) {
    const auto problem_of = [](const std::string& text) {
        try {
            applied(text, asked_for("a"));
        } catch (const InvalidInput& wrong) {
            return to_text(wrong.problems().front().at);
        }
        return std::string("none");
    };

    EXPECT_EQ(problem_of("\nPort 99999\n"), "ssh_config:2");
    EXPECT_EQ(problem_of("Port\n"), "ssh_config:1");
    EXPECT_EQ(problem_of("User \"me\n"), "ssh_config:1");
    EXPECT_EQ(problem_of("Match host\n"), "ssh_config:1");
}

TEST(Config, FilesThatAreNotThereSayNothing) {
    EXPECT_TRUE(SshConfig::read({"/no/such/file"}).empty());
}

}  // namespace
}  // namespace clientpush::ssh
