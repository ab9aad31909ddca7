#include "ssh/known_hosts.h"

#include <gtest/gtest.h>

#include "keys.h"
#include "support/files.h"

namespace clientpush::ssh {
namespace {

using Trust = KeyVerdict::Trust;

class KnownHostsFiles : public testing::Test {
protected:
    KnownHostsFiles() {
        std::string name = testing::TempDir() + "known-hosts-XXXXXX";
        folder_ = ::mkdtemp(name.data());
    }
    ~KnownHostsFiles() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path file(const std::string& name, const std::string& text) const {
        return write_text(folder_ / name, text);
    }
    KnownHosts known(const std::string& text) const { return KnownHosts::read({file("known_hosts", text)}); }

    const HostKey ours_ = some_key('o');
    const HostKey other_ = some_key('x');

private:
    std::filesystem::path folder_;
};

/// "|1|…" of a name, made by ssh-keygen -H.
const std::string hashed_alpha = "|1|P8cV8aCyVjskTgcXiBcwmfM35vU=|T+ZR4xNgAXQ86BgmUOPGDCKbMP4=";

Trust verdict(const KnownHosts& hosts, const std::string& name, const HostKey& key, std::uint16_t port = 22) {
    return hosts.check({{name}, port}, key).trust;
}

TEST_F(KnownHostsFiles, TrustTheKeyOnRecordAndNoOther) {
    const KnownHosts hosts = known(line_for("alpha,10.0.0.1", ours_));

    EXPECT_EQ(verdict(hosts, "alpha", ours_), Trust::known);
    EXPECT_EQ(verdict(hosts, "10.0.0.1", ours_), Trust::known);
    EXPECT_EQ(verdict(hosts, "ALPHA", ours_), Trust::known);
    EXPECT_EQ(verdict(hosts, "alpha", other_), Trust::changed);
    EXPECT_EQ(verdict(hosts, "beta", ours_), Trust::unknown);
}

TEST_F(KnownHostsFiles, KeyOfAnotherTypeThanTheOneOnRecordIsChanged) {
    const KnownHosts hosts = known(line_for("alpha", some_key('o', "ssh-rsa")));

    const KeyVerdict found = hosts.check({{"alpha"}, 22}, ours_);

    EXPECT_EQ(found.trust, Trust::changed);
    ASSERT_EQ(found.recorded.size(), 1u);
    EXPECT_EQ(found.recorded[0].key.type, "ssh-rsa");
    EXPECT_EQ(found.recorded[0].at.line, 1);
}

TEST_F(KnownHostsFiles, OneOfSeveralKeysOnRecordIsEnough) {
    const KnownHosts hosts = known(line_for("alpha", other_) + line_for("alpha", ours_));

    EXPECT_EQ(verdict(hosts, "alpha", ours_), Trust::known);
}

TEST_F(KnownHostsFiles, PortIsPartOfTheName) {
    const KnownHosts hosts = known(line_for("[alpha]:2222", ours_));

    EXPECT_EQ(verdict(hosts, "alpha", ours_, 2222), Trust::known);
    EXPECT_EQ(verdict(hosts, "alpha", ours_, 22), Trust::unknown);
    EXPECT_EQ(verdict(hosts, "alpha", ours_, 2223), Trust::unknown);
    EXPECT_EQ(verdict(hosts, "alpha", other_, 2222), Trust::changed);
}

TEST_F(KnownHostsFiles, KeyKnownForTheNameWithoutPortIsTrustedOnAnyPort) {
    const KnownHosts hosts = known(line_for("alpha", ours_));

    EXPECT_EQ(verdict(hosts, "alpha", ours_, 2222), Trust::known);
    EXPECT_EQ(verdict(hosts, "alpha", other_, 2222), Trust::unknown);
}

TEST_F(KnownHostsFiles, WildcardsAndNegationsDecideByTheWholeLine) {
    const KnownHosts hosts = known(line_for("*.example,!bad.example,ws-?", ours_));

    EXPECT_EQ(verdict(hosts, "good.example", ours_), Trust::known);
    EXPECT_EQ(verdict(hosts, "bad.example", ours_), Trust::unknown);
    EXPECT_EQ(verdict(hosts, "ws-7", ours_), Trust::known);
    EXPECT_EQ(verdict(hosts, "ws-77", ours_), Trust::unknown);
}

TEST_F(KnownHostsFiles, HashedNamesAreFoundAndCaughtWhenTheKeyChanged) {
    const KnownHosts hosts = known(line_for(hashed_alpha, ours_));

    EXPECT_EQ(verdict(hosts, "alpha", ours_), Trust::known);
    EXPECT_EQ(verdict(hosts, "alpha", other_), Trust::changed);
    EXPECT_EQ(verdict(hosts, "beta", ours_), Trust::unknown);
}

TEST_F(KnownHostsFiles, KeysUnderHashedNamesAreListedForTheirHost) {
    const KnownHosts hosts = known(line_for("alpha", other_) + line_for(hashed_alpha, ours_));
    bool complete = true;

    const auto keys = hosts.recorded_keys({{"alpha"}, 22}, &complete);

    ASSERT_EQ(keys.size(), 2u);
    EXPECT_EQ(keys[0].key, other_);
    EXPECT_EQ(keys[1].key, ours_);
    EXPECT_EQ(keys[1].at.line, 2);
    EXPECT_TRUE(complete);
    EXPECT_TRUE(hosts.recorded_keys({{"beta"}, 22}, &complete).empty());
}

TEST_F(KnownHostsFiles, TypesOfHashedEntriesAreToldCommonestFirstForAHostWithoutAPlainName) {
    const HostKey ecdsa = some_key('e', "ecdsa-sha2-nistp256");
    const KnownHosts hosts = known(line_for(hashed_alpha, ours_) + line_for(hashed_alpha, ecdsa) +
                                   line_for(hashed_alpha, ecdsa) + line_for("beta", ours_));

    EXPECT_EQ(hosts.recorded_types({{"gamma"}, 22}),
              (std::vector<std::string>{"ecdsa-sha2-nistp256", "ssh-ed25519"}));
    EXPECT_EQ(hosts.recorded_types({{"beta"}, 22}), (std::vector<std::string>{"ssh-ed25519"}));
}

TEST_F(KnownHostsFiles, SearchesUnderHashedNamesEndAtTheLimitAndSaySo) {
    const KnownHosts hosts =
        KnownHosts::read({file("hashed", line_for(hashed_alpha, ours_) + line_for(hashed_alpha, ours_))}, 2);

    EXPECT_EQ(verdict(hosts, "alpha", other_), Trust::changed);
    EXPECT_EQ(verdict(hosts, "alpha", other_), Trust::changed) << "it was searched for already";
    const KeyVerdict cut = hosts.check({{"beta"}, 22}, other_);
    EXPECT_EQ(cut.trust, Trust::unknown);
    EXPECT_NE(cut.note.find("not looked up"), std::string::npos) << cut.note;
    EXPECT_EQ(verdict(hosts, "alpha", ours_), Trust::known);
    bool complete = true;
    hosts.recorded_keys({{"beta"}, 22}, &complete);
    EXPECT_FALSE(complete);
}

TEST_F(KnownHostsFiles, QuickCheckLeavesOtherKeysUnderHashedNamesAlone) {
    const KnownHosts hosts = known(line_for(hashed_alpha, ours_) + line_for("beta", ours_));

    EXPECT_EQ(hosts.check_quickly({{"alpha"}, 22}, ours_).trust, Trust::known);
    EXPECT_EQ(hosts.check_quickly({{"alpha"}, 22}, other_).trust, Trust::unknown);
    EXPECT_EQ(hosts.check_quickly({{"beta"}, 22}, other_).trust, Trust::changed);
}

TEST_F(KnownHostsFiles, RevokedKeyIsRefusedEvenWhenItIsAlsoTrusted) {
    const KnownHosts hosts = known(line_for("alpha", ours_) + "@revoked " + line_for("*", ours_));

    EXPECT_EQ(verdict(hosts, "alpha", ours_), Trust::revoked);
    EXPECT_EQ(verdict(hosts, "alpha", ours_, 2222), Trust::revoked);
    EXPECT_EQ(verdict(hosts, "alpha", other_), Trust::changed);
}

TEST_F(KnownHostsFiles, RevocationForOneHostLeavesTheOthersAlone) {
    const KnownHosts hosts = known(line_for("alpha,beta", ours_) + "@revoked " + line_for("beta", ours_));

    EXPECT_EQ(verdict(hosts, "alpha", ours_), Trust::known);
    EXPECT_EQ(verdict(hosts, "beta", ours_), Trust::revoked);
}

TEST_F(KnownHostsFiles, CertAuthorityIsNotHonouredAndSaidSo) {
    const KnownHosts hosts = known("@cert-authority " + line_for("*.example", ours_));

    const KeyVerdict found = hosts.check({{"web.example"}, 22}, ours_);

    EXPECT_EQ(found.trust, Trust::unknown);
    EXPECT_NE(found.note.find("@cert-authority"), std::string::npos);
    EXPECT_TRUE(hosts.check({{"web.other"}, 22}, ours_).note.empty());
}

TEST_F(KnownHostsFiles, FirstFileWithAnEntryForTheHostDecides) {
    const auto own = file("own", line_for("alpha", ours_));
    const auto global = file("global", line_for("alpha", other_) + line_for("beta", other_));

    const KnownHosts hosts = KnownHosts::read({own, global});

    EXPECT_EQ(verdict(hosts, "alpha", ours_), Trust::known);
    EXPECT_EQ(verdict(hosts, "alpha", other_), Trust::changed);
    EXPECT_EQ(verdict(hosts, "beta", other_), Trust::known);
}

TEST_F(KnownHostsFiles, FirstNameWithAnEntryDecides) {
    const KnownHosts hosts = known(line_for("10.0.0.1", other_) + line_for("alpha", ours_));

    EXPECT_EQ(hosts.check({{"alpha", "10.0.0.1"}, 22}, ours_).trust, Trust::known);
    EXPECT_EQ(hosts.check({{"alpha", "10.0.0.1"}, 22}, other_).trust, Trust::changed);
    EXPECT_EQ(hosts.check({{"beta", "10.0.0.1"}, 22}, other_).trust, Trust::known);
}

TEST_F(KnownHostsFiles, LinesThatAreNoEntriesAreSkippedWithAWarning) {
    const std::string text = "# a comment\n\n   \nalpha\nalpha ssh-ed25519 !!!\nalpha ssh-rsa " +
                             encode_base64(ours_.blob) + "\n@what " + line_for("alpha", ours_) + "|1|x|y " +
                             ours_.type + ' ' + encode_base64(ours_.blob) + '\n' + line_for("beta", ours_);

    const KnownHosts hosts = known(text);

    EXPECT_EQ(hosts.size(), 1u);
    ASSERT_EQ(hosts.warnings().size(), 5u);
    EXPECT_EQ(hosts.warnings()[0].at.line, 4);
    EXPECT_EQ(hosts.warnings()[0].severity, Problem::Severity::warning);
    EXPECT_EQ(verdict(hosts, "beta", ours_), Trust::known);
    EXPECT_EQ(verdict(hosts, "alpha", ours_), Trust::unknown);
}

TEST_F(KnownHostsFiles, CommentsAfterTheKeyTabsAndCarriageReturnsAreTolerated) {
    const std::string entry = "alpha\t" + ours_.type + "  " + encode_base64(ours_.blob) + " made in May\r\n";

    EXPECT_EQ(verdict(known(entry), "alpha", ours_), Trust::known);
}

TEST_F(KnownHostsFiles, FileThatIsNotThereIsEmpty) {
    const KnownHosts hosts = KnownHosts::read({"/nowhere/at/all/known_hosts"});

    EXPECT_EQ(hosts.size(), 0u);
    EXPECT_EQ(verdict(hosts, "alpha", ours_), Trust::unknown);
}

TEST_F(KnownHostsFiles, TypesOnRecordAreToldOnceEach) {
    const HostKey ecdsa = some_key('e', "ecdsa-sha2-nistp256");
    const KnownHosts hosts =
        known(line_for("alpha", ecdsa) + line_for("*", ours_) + line_for("alpha", ecdsa));

    const std::vector<std::string> expected = {"ecdsa-sha2-nistp256", "ssh-ed25519"};
    std::vector<std::string> types = hosts.recorded_types({{"alpha"}, 22});
    std::sort(types.begin(), types.end());
    EXPECT_EQ(types, expected);
}

}  // namespace
}  // namespace clientpush::ssh
