// Every build replays what the fuzzers begin with and what they once found: tests/fuzz/corpus/TARGET.

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "fuzz/target.h"
#include "support/files.h"

namespace clientpush {
namespace {

/// How many files were fed.
template <typename Target>
std::size_t replay(const std::string& name, Target target) {
    std::set<std::filesystem::path> files;
    for (const auto& entry :
         std::filesystem::directory_iterator(CLIENTPUSH_SOURCE_DIR "/tests/fuzz/corpus/" + name))
        files.insert(entry.path());
    for (const auto& file : files) {
        SCOPED_TRACE(file.string());
        EXPECT_NO_THROW(target(read_text(file)));
    }
    return files.size();
}

TEST(FuzzCorpus, OfInventoriesKeepsItsPromises) {
    EXPECT_GE(replay("inventory", fuzz_inventory), 10U);
}

TEST(FuzzCorpus, OfNamesKeepsItsPromises) {
    EXPECT_GE(replay("names", fuzz_names), 10U);
}

TEST(FuzzCorpus, OfTablesKeepsItsPromises) {
    EXPECT_GE(replay("csv", fuzz_csv), 5U);
}

TEST(FuzzCorpus, OfKeysKeepsItsPromises) {
    EXPECT_GE(replay("key", fuzz_key), 10U);
}

TEST(FuzzCorpus, OfJsonKeepsItsPromises) {
    EXPECT_GE(replay("json", fuzz_json), 5U);
}

TEST(FuzzCorpus, OfAnswersKeepsItsPromises) {
    EXPECT_GE(replay("answer", fuzz_answer), 5U);
}

TEST(FuzzCorpus, OfWindowsAnswersKeepsItsPromises) {
    EXPECT_GE(replay("windows", fuzz_windows), 5U);
}

TEST(FuzzCorpus, OfWhatSshReadsKeepsItsPromises) {
    EXPECT_GE(replay("ssh", fuzz_ssh), 5U);
}

}  // namespace
}  // namespace clientpush
