#include "push/playbook.h"

#include <gtest/gtest.h>

namespace clientpush {
namespace {

using namespace std::chrono_literals;

Playbook read(const std::string& text) {
    return read_playbook("p.yml", "name: test\n" + text);
}

/// "2:9 what; ..." of everything that is wrong with the text; "" when nothing is.
std::string wrong(const std::string& text) {
    try {
        read_playbook("p.yml", text);
    } catch (const InvalidInput& error) {
        std::string all;
        for (const Problem& problem : error.problems())
            all += (all.empty() ? "" : "; ") + std::to_string(problem.at.line) + ":" +
                   std::to_string(problem.at.column) + " " + problem.what;
        return all;
    }
    return {};
}

std::string cure(const std::string& text) {
    try {
        read_playbook("p.yml", text);
    } catch (const InvalidInput& error) {
        return error.problems().at(0).cure;
    }
    return {};
}

TEST(Playbook, TheExampleForAPortChangeLoads) {
    const Playbook playbook = load_playbook(CLIENTPUSH_SOURCE_DIR "/playbooks/port-change.yml");

    EXPECT_EQ(playbook.name, "Port change, AD-blind clients first");
    EXPECT_EQ(playbook.outlooks,
              (std::vector<Outlook>{Outlook::unmanaged, Outlook::alternative_only, Outlook::unknown}));
    EXPECT_EQ(playbook.waves.size(), 3U);
    EXPECT_TRUE(playbook.preflight);
    EXPECT_FALSE(playbook.bare());
}

TEST(Playbook, AbsentKeysHaveTheirDefaults) {
    const Playbook playbook = read("");

    EXPECT_TRUE(playbook.outlooks.empty());
    EXPECT_EQ(playbook.hosts, "all");
    EXPECT_TRUE(playbook.methods.allow_switch);
    EXPECT_TRUE(playbook.methods.allow_install);
    EXPECT_FALSE(playbook.methods.everyone);
    EXPECT_EQ(playbook.waves,
              (std::vector<WaveSpec>{Share{1, 0, true}, Share{10, 0, true}, Share{100, 0, true}}));
    EXPECT_EQ(playbook.gate, GateSpec{});
    EXPECT_EQ(playbook.limits, Limits{});
    EXPECT_EQ(playbook.retry, (std::map<HostState, RetrySpec>{{HostState::unreachable, RetrySpec{}}}));
    EXPECT_FALSE(playbook.confirm_hosts);
    EXPECT_FALSE(playbook.confirm_share);
}

TEST(Playbook, SelectsByOutlookAndPattern) {
    const Playbook playbook = read("select: {outlook: [managed, self-heals, cloud], hosts: 'desks:!lab'}\n");

    EXPECT_EQ(playbook.outlooks,
              (std::vector<Outlook>{Outlook::managed, Outlook::self_heals, Outlook::cloud}));
    EXPECT_EQ(playbook.hosts, "desks:!lab");
    EXPECT_EQ(read("select: {outlook: unknown}\n").outlooks, std::vector<Outlook>{Outlook::unknown});
}

TEST(Playbook, NamesItsProfileAndMethods) {
    EXPECT_EQ(read("profile: ccmsetup\n").profile, "ccmsetup");
    EXPECT_FALSE(read("method: install\n").methods.allow_switch);
    EXPECT_TRUE(read("method: install\n").methods.allow_install);
    EXPECT_FALSE(read("method: [switch]\n").methods.allow_install);
}

TEST(Playbook, WavesAreSharesNumbersAndGroups) {
    EXPECT_EQ(read("waves: [1%, 12.5%, 100%]\n").waves,
              (std::vector<WaveSpec>{Share{1, 0, true}, Share{12.5, 0, true}, Share{100, 0, true}}));
    EXPECT_EQ(read("waves: [pilot, 10, 20]\n").waves,
              (std::vector<WaveSpec>{std::string("pilot"), Share{0, 10, false}, Share{0, 20, false}}));
}

TEST(Playbook, AGateHasLimitsAndWhatToDoThen) {
    const GateSpec gate = read("gate: {failed: 5%, unreachable: 3, unverified: 0, then: ask}\n").gate;

    EXPECT_EQ(gate.failed, (Share{5, 0, true}));
    EXPECT_EQ(gate.unreachable, (Share{0, 3, false}));
    EXPECT_EQ(gate.unverified, (Share{0, 0, false}));
    EXPECT_EQ(gate.then, GateSpec::Then::ask);
    EXPECT_EQ(read("gate: {then: pause}\n").gate.then, GateSpec::Then::pause);
    EXPECT_EQ(read("gate: {then: stop}\n").gate.then, GateSpec::Then::stop);
}

TEST(Playbook, LimitsAreNumbers) {
    EXPECT_EQ(read("limits: {at_once: 7, per_site: 5, per_jump_host: 4, logins_per_second: 3}\n").limits,
              (Limits{7, 5, 4, 3, {}}));
}

TEST(Playbook, RetriesByHowATryCameOut) {
    const Playbook playbook = read(
        "retry:\n"
        "  unreachable: {first: 30s, factor: 3, max: 2h, give_up: 3d}\n"
        "  failed: {times: 2}\n"
        "  blocked: {times: 9, first: 1h, max: 4h}\n");

    EXPECT_EQ(playbook.retry.at(HostState::unreachable), (RetrySpec{30s, 3, 2h, 72h}));
    EXPECT_EQ(playbook.retry.at(HostState::failed), (RetrySpec{0s, 2, 1h, 168h, 2}));
    EXPECT_EQ(playbook.retry.at(HostState::blocked), (RetrySpec{1h, 2, 4h, 168h, 9}));
    EXPECT_FALSE(playbook.retry.contains(HostState::unverified));
    EXPECT_EQ(read("retry: {unreachable: {first: 2h}}\n").retry.at(HostState::unreachable).max, 2h);
}

TEST(Playbook, AsksForConfirmationAboveANumberOrAShare) {
    const Playbook playbook = read("confirm_above: {hosts: 500, share: 20%}\n");

    EXPECT_EQ(playbook.confirm_hosts, 500);
    EXPECT_EQ(playbook.confirm_share, (Share{20, 0, true}));
}

TEST(Playbook, KeepsItsText) {
    EXPECT_EQ(read("# why\n").text, "name: test\n# why\n");
}

TEST(Playbook, ABarePushIsForEveryoneWhomItCanReach) {
    EXPECT_TRUE(bare_playbook().bare());
    EXPECT_TRUE(bare_playbook().methods.everyone);
}

TEST(Playbook, NeedsAName) {
    EXPECT_EQ(wrong("profile: x\n"), "1:1 a playbook needs a name");
    EXPECT_EQ(cure("profile: x\n"), "add `name: ...`");
}

TEST(Playbook, IsNotEmptyAndNotAList) {
    EXPECT_NE(wrong("").find("a playbook must not be empty"), std::string::npos);
    EXPECT_NE(wrong("- a\n").find("a playbook must be a mapping of keys"), std::string::npos);
}

TEST(Playbook, AnUnknownKeyIsRefusedAtItsPlaceWithTheNearestOne) {
    EXPECT_EQ(wrong("name: x\nwave: [5%]\n"), "2:1 unknown key `wave` in a playbook");
    EXPECT_EQ(cure("name: x\nwave: [5%]\n"), "did you mean `waves`?");
    EXPECT_EQ(wrong("name: x\nlimits:\n  at_one: 3\n"), "3:3 unknown key `at_one` in limits");
    EXPECT_EQ(cure("name: x\nlimits: {zzzzzzzzzzzz: 3}\n"),
              "use one of: at_once, bandwidth, logins_per_second, per_jump_host, per_site");
}

TEST(Playbook, ABandwidthIsASpeed) {
    EXPECT_EQ(read("limits: {bandwidth: 200MB/s}\n").limits.bandwidth, 200'000'000U);
    EXPECT_EQ(wrong("name: x\nlimits: {bandwidth: 1}\n"),
              "2:21 limits.bandwidth must be a speed of at least 1KB/s");
    EXPECT_EQ(cure("name: x\nlimits: {bandwidth: 200Mbit/s}\n"), "write 500KB/s, 200MB/s or 1GB/s");
}

TEST(Playbook, WhatThisVersionDoesNotObeyIsRefused) {
    for (const std::string key : {"windows", "hooks"})
        EXPECT_EQ(wrong("name: x\n" + key + ": y\n"),
                  "2:" + std::to_string(key.size() + 3) + " `" + key + "` is not supported by this version");
}

TEST(Playbook, EveryWrongValueIsRefusedAtItsPlace) {
    const std::vector<std::pair<std::string, std::string>> refused = {
        {"name: [x]\n", "1:1 a playbook needs a name; 1:7 name must be text"},
        {"name: x\nprofile: {a: b}\n", "2:10 profile must be text"},
        {"name: x\nselect: [a]\n", "2:9 select must be a mapping of keys"},
        {"name: x\nselect: {outlook: [lost]}\n", "2:20 unknown outlook `lost`"},
        {"name: x\nselect: {outlook: {a: b}}\n", "2:19 select.outlook must be a list"},
        {"name: x\nselect: {hosts: [a]}\n", "2:17 select.hosts must be text"},
        {"name: x\nmethod: [push]\n", "2:10 unknown method `push`"},
        {"name: x\npreflight: perhaps\n", "2:12 preflight must be true or false"},
        {"name: x\nwaves: []\n", "2:8 waves must not be an empty list"},
        {"name: x\nmethod: []\n", "2:9 method must not be an empty list"},
        {"name: x\nmethod: [install, switch]\n",
         "2:19 `switch` stands behind `install`, which fits every client that a push can reach"},
        {"name: x\nwaves: [[1%]]\n", "2:9 a wave is a share, a number or a group"},
        {"name: x\nwaves: [50%, 10%]\n", "2:14 waves are cumulative: 10% is less than the one before"},
        {"name: x\nwaves: [5, 4]\n", "2:12 waves are cumulative: 4 is less than the one before"},
        {"name: x\ngate: {failed: many}\n",
         "2:16 gate.failed must be a percentage such as 5% or a number of hosts"},
        {"name: x\ngate: {unreachable: 101%}\n",
         "2:21 gate.unreachable must be a percentage such as 5% or a number of hosts"},
        {"name: x\ngate: {unverified: -1}\n",
         "2:20 gate.unverified must be a percentage such as 5% or a number of hosts"},
        {"name: x\ngate: {then: explode}\n", "2:14 gate.then must be stop, pause or ask"},
        {"name: x\nlimits: {at_once: 0}\n", "2:19 limits.at_once must be a whole number from 1"},
        {"name: x\nlimits: {per_site: 1.5}\n", "2:20 limits.per_site must be a whole number from 1"},
        {"name: x\nlimits: {logins_per_second: '9'}\n",
         "2:29 limits.logins_per_second must be a whole number from 1"},
        {"name: x\nlimits: {at_once: 99999999999999999999}\n",
         "2:19 limits.at_once must be a whole number from 1"},
        {"name: x\nretry: {unreachable: {first: soon}}\n",
         "2:30 retry.unreachable.first must be a time such as 30s, 5m, 2h or 7d"},
        {"name: x\nretry: {unreachable: {max: 0s}}\n",
         "2:28 retry.unreachable.max must be a time such as 30s, 5m, 2h or 7d"},
        {"name: x\nretry: {unreachable: {give_up: 1y}}\n",
         "2:32 retry.unreachable.give_up must be a time such as 30s, 5m, 2h or 7d"},
        {"name: x\nretry: {unreachable: {factor: 0}}\n",
         "2:31 retry.unreachable.factor must be a whole number from 1"},
        {"name: x\nretry: {failed: {times: -1}}\n", "2:25 retry.failed.times must be a whole number from 0"},
        {"name: x\nretry: {blocked: {first: 5m}}\n", "2:18 retry.blocked does not say how often"},
        {"name: x\nretry: {refused: {times: 1}}\n", "2:9 unknown key `refused` in retry"},
        {"name: x\nretry: {unreachable: {first: 2h, max: 1h}}\n",
         "2:22 retry.unreachable.max is less than its first pause"},
        {"name: x\nconfirm_above: {hosts: all}\n", "2:24 confirm_above.hosts must be a whole number from 0"},
        {"name: x\nconfirm_above: {share: half}\n",
         "2:24 confirm_above.share must be a percentage such as 5% or a number of hosts"},
    };
    for (const auto& [text, problem] : refused) EXPECT_EQ(wrong(text), problem) << text;
}

TEST(Playbook, SaysEverythingThatIsWrongInOneGo) {
    EXPECT_EQ(wrong("name: x\nmethod: fly\nlimits: {at_once: 0}\n"),
              "2:9 unknown method `fly`; 3:19 limits.at_once must be a whole number from 1");
}

TEST(Playbook, AFileThatIsMissingIsAProblemWithItsName) {
    try {
        load_playbook("/nowhere/p.yml");
        FAIL() << "nothing was thrown";
    } catch (const InvalidInput& error) {
        EXPECT_EQ(error.problems().at(0).at.file, "/nowhere/p.yml");
    }
}

TEST(Share, IsAPercentageOrAWholeNumber) {
    EXPECT_EQ(parse_share("5%"), (Share{5, 0, true}));
    EXPECT_EQ(parse_share("0.5%"), (Share{0.5, 0, true}));
    EXPECT_EQ(parse_share("100%"), (Share{100, 0, true}));
    EXPECT_EQ(parse_share("12"), (Share{0, 12, false}));
    for (const char* text :
         {"", "%", "5 %", "-1", "-1%", "100.1%", "1.5", "5%%", "nan", "nan%", "inf", "1e99"})
        EXPECT_FALSE(parse_share(text)) << text;
}

}  // namespace
}  // namespace clientpush
