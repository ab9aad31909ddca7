#include "ssh/known_hosts_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "keys.h"
#include "ssh/known_hosts.h"
#include "support/errors.h"
#include "support/files.h"

namespace clientpush::ssh {
namespace {

class RecordedHostKeys : public testing::Test {
protected:
    RecordedHostKeys() {
        std::string name = testing::TempDir() + "recorded-keys-XXXXXX";
        folder_ = ::mkdtemp(name.data());
        file_ = folder_ / "known_hosts";
    }
    ~RecordedHostKeys() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path folder_;
    std::filesystem::path file_;
    const HostKey old_ = some_key('o');
    const HostKey new_ = some_key('n');
};

TEST_F(RecordedHostKeys, MakeAFileThatOnlyItsOwnerCanRead) {
    record_host_keys(file_, {{{"alpha"}, {new_}}});

    struct stat facts = {};
    ASSERT_EQ(::stat(file_.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777, 0600u);
    EXPECT_EQ(read_text(file_), line_for("alpha", new_));
}

TEST_F(RecordedHostKeys, ReplaceTheHostAndKeepEverythingElse) {
    const std::string kept = "# ours\n\n@revoked " + line_for("alpha", old_);
    write_text(file_, kept + line_for("alpha,beta", old_) + line_for("alpha", old_) +
                          line_for("[alpha]:2222", old_));

    record_host_keys(file_, {{{"ALPHA"}, {new_}}});

    EXPECT_EQ(read_text(file_),
              kept + line_for("beta", old_) + line_for("[alpha]:2222", old_) + line_for("alpha", new_));
}

TEST_F(RecordedHostKeys, ReplaceWhatStoodUnderAnyNameOfSeveralHosts) {
    write_text(file_, line_for("alpha,gamma", old_) + line_for("192.0.2.1", old_) + line_for("beta", old_));

    record_host_keys(file_, {{{"192.0.2.1", "alpha"}, {new_}}, {{"192.0.2.2", "beta"}, {new_}}});

    EXPECT_EQ(read_text(file_),
              line_for("gamma", old_) + line_for("192.0.2.1", new_) + line_for("192.0.2.2", new_));
}

TEST_F(RecordedHostKeys, ReplaceAHashedEntryToo) {
    write_text(file_, line_for("|1|P8cV8aCyVjskTgcXiBcwmfM35vU=|T+ZR4xNgAXQ86BgmUOPGDCKbMP4=", old_));

    record_host_keys(file_, {{{"alpha"}, {new_}}});

    EXPECT_EQ(read_text(file_), line_for("alpha", new_));
}

TEST_F(RecordedHostKeys, CarryANoteThatTheReaderPassesOver) {
    record_host_keys(file_, {{{"alpha"}, {new_}}}, "approved 2026-11-22T21:00:00Z by root@desk");

    EXPECT_TRUE(read_text(file_).ends_with(" approved 2026-11-22T21:00:00Z by root@desk\n"));
    EXPECT_EQ(KnownHosts::read({file_}).check({{"alpha"}, 22}, new_).trust, KeyVerdict::Trust::known);
}

TEST_F(RecordedHostKeys, AreWhatTheReaderThenTrusts) {
    write_text(file_, line_for("[alpha]:2222", old_));
    const HostKey second = some_key('s', "ecdsa-sha2-nistp256");

    record_host_keys(file_, {{{known_hosts_name("alpha", 2222)}, {new_, second}}});

    const KnownHosts hosts = KnownHosts::read({file_});
    EXPECT_EQ(hosts.check({{"alpha"}, 2222}, new_).trust, KeyVerdict::Trust::known);
    EXPECT_EQ(hosts.check({{"alpha"}, 2222}, second).trust, KeyVerdict::Trust::known);
    EXPECT_EQ(hosts.check({{"alpha"}, 2222}, old_).trust, KeyVerdict::Trust::changed);
}

TEST_F(RecordedHostKeys, InAFolderThatIsNotThereAreRefusedByName) {
    const Error error = error_of([&] {
        record_host_keys(folder_ / "no" / "known_hosts", {{{"alpha"}, {new_}}});
    });

    EXPECT_EQ(error.reason(), "known-hosts-not-written");
    EXPECT_NE(std::string(error.what()).find("no"), std::string::npos);
}

}  // namespace
}  // namespace clientpush::ssh
