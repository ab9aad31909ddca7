// What the user can get wrong: every problem is said at once, with the cure, and nothing is done.
#include <gtest/gtest.h>

#include "e2e/desk.h"
#include "support/files.h"

namespace clientpush {
namespace {

namespace fs = std::filesystem;

class WrongInput : public testing::Test {
protected:
    void expect_refusal(const std::string& golden, const std::vector<std::string>& words) {
        const Output output = desk.run(words);

        EXPECT_EQ(output.status, 5);
        EXPECT_EQ(output.out, "");
        EXPECT_FALSE(fs::exists(desk / "state"));
        expect_golden(golden, desk.transcript(words, output));
    }

    Desk desk{{"one", "two"}};
};

TEST_F(WrongInput, UnreadableYamlNamesThePlace) {
    desk.write("inventory/broken.yml", "clients:\n  hosts:\n    three: {site: ABC\n");

    expect_refusal("unreadable_yaml.expected", {"push"});
}

TEST_F(WrongInput, EveryProblemOfAnInventoryIsToldAtOnce) {
    desk.write("inventory/wrong.yml",
               "sites:\n"
               "  ABC: {kind: primary, ports: {http: {default: 80}, https: {default: 80}}}\n"
               "  AB1: {kind: secondary, parent: NOP}\n"
               "clients:\n"
               "  hosts:\n"
               "    three: {locaton: internet}\n"
               "    four: {membership: maybe, http_port: 70000}\n");

    expect_refusal("contradictory_yaml.expected", {"push"});
}

TEST_F(WrongInput, AnUnknownSiteOfAClientNamesTheSitesThatThereAre) {
    desk.set("two", "site", "ABX");

    expect_refusal("unknown_site.expected", {"push"});
}

TEST_F(WrongInput, ACutoverOfAnUnknownSiteNamesTheSitesThatThereAre) {
    expect_refusal("cutover_of_unknown_site.expected", {"cutover", "ABX"});
}

TEST_F(WrongInput, ASelectionThatMatchesNobodyIsAnError) {
    expect_refusal("unknown_selection.expected", {"push", "-l", "kiosk*"});
}

TEST_F(WrongInput, ASelectionThatLeavesNobodyIsAnError) {
    expect_refusal("empty_selection.expected", {"push", "-l", "clients:!one:!two"});
}

TEST_F(WrongInput, APlaybookWithSeveralProblemsTellsThemAtOnce) {
    desk.write("playbook.yml",
               "name: Wrong in many ways\n"
               "method: [instal]\n"
               "waves: [10%, 200%]\n"
               "limits: {at_once: none}\n"
               "gates: {failed: 5%}\n");

    expect_refusal("wrong_playbook.expected", {"push", "playbook.yml"});
}

TEST_F(WrongInput, AConfigurationWithSeveralProblemsTellsThemAtOnce) {
    desk.write("clientpush.yml", "inventroy: inventory\nforks: many\nconnect_timeout: soon\n");

    expect_refusal("wrong_configuration.expected", {"push"});
}

TEST_F(WrongInput, AConfigurationThatEverybodyMayWriteIsRefused) {
    fs::permissions(desk / "clientpush.yml", fs::perms::others_write, fs::perm_options::add);

    expect_refusal("unsafe_configuration.expected", {"push"});
}

TEST_F(WrongInput, APasswordOnTheCommandLineIsRefused) {
    expect_refusal("password_on_the_command_line.expected", {"push", "-e", "ansible_password=hunter2"});
}

TEST_F(WrongInput, AProfileWithoutItsFilesIsRefusedBeforeAnythingHappens) {
    expect_refusal("missing_payload.expected", {"push", "--profile", "ccmsetup"});
}

}  // namespace
}  // namespace clientpush
