// Each inventory of tests/data/ansible means the same to us and to Ansible: hosts, groups, and the variables
// of each host. A case is a file NAME.yml, or a folder NAME, or NAME.sources that lists several -i.
// NAME.patterns beside it has patterns, one a line; those that begin with "--limit " are asked as a limit.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "differential/ours.h"
#include "differential/skip.h"

namespace clientpush {
namespace {

namespace fs = std::filesystem;

const fs::path data = fs::path(CLIENTPUSH_TEST_DATA) / "ansible";

std::vector<std::string> lines_of(const fs::path& file) {
    std::vector<std::string> lines;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        if (!line.empty()) lines.push_back(line);
    }
    return lines;
}

std::vector<std::string> cases() {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(data)) {
        if (entry.path().extension() != ".patterns") names.insert(entry.path().stem().string());
    }
    return {names.begin(), names.end()};
}

Question question_of(const std::string& name) {
    Question question;
    for (const std::string& source : lines_of(data / (name + ".sources")))
        question.sources.push_back(data / source);
    if (question.sources.empty())
        question.sources.push_back(fs::exists(data / name) ? data / name : data / (name + ".yml"));
    for (const std::string& line : lines_of(data / (name + ".patterns"))) {
        const bool limit = line.starts_with("--limit ");
        (limit ? question.limits : question.patterns).push_back(limit ? line.substr(8) : line);
    }
    return question;
}

class AnsibleInventory : public testing::TestWithParam<std::string> {};

TEST_P(AnsibleInventory, MeansTheSameToUs) {
    CLIENTPUSH_NEEDS_ANSIBLE();
    const Question question = question_of(GetParam());

    const Ours ours = read_ours(question);

    EXPECT_FALSE(ours.refusal.empty() && ours.inventory.hosts.empty());
    EXPECT_EQ(differences(question, ours, Ansible::shared().ask(question)), "");
}

INSTANTIATE_TEST_SUITE_P(Files, AnsibleInventory, testing::ValuesIn(cases()),
                         [](const auto& one) { return one.param; });

TEST(AnsibleInventories, AreAtLeastSixty) {
    EXPECT_GE(cases().size(), 60u);
}

}  // namespace
}  // namespace clientpush
