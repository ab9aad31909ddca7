// Where we differ from Ansible on purpose: what it does, and what we do instead. Almost all are things that
// Ansible passes over with a warning, or without, and then runs with what is left.

#include "differential/differences.h"

#include <gtest/gtest.h>

#include "differential/listing.h"
#include "differential/skip.h"
#include "support/files.h"

namespace clientpush {
namespace {

class DeliberateDifference : public testing::TestWithParam<Difference> {};

Question question_of(const Difference& difference, const TempDir& folder) {
    Question question;
    for (const auto& [name, text] : difference.files) {
        const std::filesystem::path file = folder / name;
        std::filesystem::create_directories(file.parent_path());
        if (file.has_filename()) write_text(file, text);
        if (question.sources.empty()) question.sources.push_back(file.string());
    }
    return question;
}

std::string all_of(const Ours& ours) {
    return ours.refusal + describe(ours.warnings);
}

std::string all_of(const nlohmann::json& ansible) {
    std::string text = ansible.at("error").is_null() ? "" : ansible.at("error").get<std::string>();
    for (const auto& warning : ansible.at("warnings")) text += "\n" + warning.get<std::string>();
    return text;
}

void expect_said(const std::string& all, const std::string& part) {
    if (part.empty()) {
        EXPECT_EQ(all, "");
    } else {
        EXPECT_NE(all.find(part), std::string::npos) << "\"" << part << "\" is not in: " << all;
    }
}

TEST_P(DeliberateDifference, IsAsWritten) {
    CLIENTPUSH_NEEDS_ANSIBLE();
    const Difference& difference = GetParam();
    const TempDir folder;
    const Question question = question_of(difference, folder);

    const nlohmann::json ansible = Ansible::shared().ask(question);
    const Ours ours = read_ours(question);

    EXPECT_EQ(listing(ansible), difference.ansible_reads);
    expect_said(all_of(ansible), difference.ansible_says);
    EXPECT_EQ(listing(ours), difference.we_read);
    expect_said(all_of(ours), difference.we_say);
}

INSTANTIATE_TEST_SUITE_P(Of, DeliberateDifference, testing::ValuesIn(deliberate_differences()),
                         [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace clientpush
