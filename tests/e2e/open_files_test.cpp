// Fewer files may be open than hosts are to be worked at once.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <regex>

#include "e2e/desk.h"

namespace clientpush {
namespace {

class FewOpenFiles : public testing::Test {
protected:
    static std::vector<std::string> names() {
        std::vector<std::string> names;
        for (int i = 1; i <= 40; ++i) names.push_back(fmt::format("h{:02}", i));
        return names;
    }

    /// How many at once instead of all of them, as the note says; 0 without a note.
    static int lowered_to(const Output& output) {
        std::smatch note;
        const std::regex words(
            "clientpush: (\\d+) hosts? at once instead of (?:40|200), because the limit of open files is "
            "64\\. "
            "For more raise it \\(ulimit -n");
        return std::regex_search(output.err, note, words) ? std::stoi(note[1]) : 0;
    }

    const Fleet fleet{names(), {{80, 443}, "root"}};
    Desk desk{fleet, names()};
};

TEST_F(FewOpenFiles, MeanFewerHostsAtOnceAndNobodyIsLost) {
    desk.limit_files(64);

    const Output output = desk.run({"push", "-f", "200"});

    EXPECT_EQ(output.status, 0) << output.out << output.err;
    EXPECT_GT(lowered_to(output), 1) << output.err;
    EXPECT_LT(lowered_to(output), 40) << output.err;
    const auto states = desk.states();
    for (const std::string& name : names()) EXPECT_EQ(states.at(name), "managed (proved)") << name;
}

TEST_F(FewOpenFiles, MeanFewerScansAtOnceAndNobodyIsLost) {
    const Output enough = desk.run({"keys", "scan", "-f", "200"});
    desk.limit_files(64);

    const Output few = desk.run({"keys", "scan", "-f", "200"});

    EXPECT_EQ(enough.err, "");
    EXPECT_EQ(few.status, 0) << few.out << few.err;
    EXPECT_GT(lowered_to(few), 1) << few.err;
    EXPECT_LT(lowered_to(few), 40) << few.err;
    EXPECT_EQ(few.out, enough.out);
}

}  // namespace
}  // namespace clientpush
