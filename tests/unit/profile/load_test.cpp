#include <gtest/gtest.h>

#include "profile/profile.h"
#include "unit/profile/cases.h"

namespace clientpush {
namespace {

namespace fs = std::filesystem;

/// The sentences of every problem of a profile with this text, each with its line; "" when it loads.
std::string problems_of(const TempFolder& payload, const std::string& text) {
    payload.write("x/profile.yml", text);
    try {
        load_profile(payload.path() / "x");
        return "";
    } catch (const InvalidInput& e) {
        std::string all;
        for (const Problem& problem : e.problems())
            all += std::to_string(problem.at.line) + ": " + problem.what + " | " + problem.cure + "\n";
        const std::string folder = payload.path().string();
        for (auto at = all.find(folder); at != std::string::npos; at = all.find(folder))
            all.replace(at, folder.size(), "PAYLOAD");
        return all;
    }
}

std::string problems_of(const std::string& text) {
    const TempFolder payload;
    return problems_of(payload, text);
}

const std::string port_cure =
    "write it into the command or into a property: a client that is not told a port falls back to 80 or "
    "443\n";

const std::string sound =
    "platforms: [linux]\n"
    "switch:\n"
    "  command: [setup, '{http_port}', '{https_port}']\n";

TEST(LoadProfile, SoundProfileHasTheDefaultsOfItsShell) {
    const TempFolder payload;
    payload.write("x/profile.yml", sound);

    const Profile profile = load_profile(payload.path() / "x");

    EXPECT_EQ(profile.name, "x");
    EXPECT_EQ(profile.directory, "/var/lib/clientpush");
    EXPECT_EQ(profile.platforms, std::vector<Platform>{Platform::linux});
    EXPECT_FALSE(profile.install.has_value());
    EXPECT_EQ(profile.light->exit_codes, (std::map<int, ExitMeaning>{{0, ExitMeaning::verify}}));
    EXPECT_EQ(profile.light->deadline, std::chrono::minutes(30));
    EXPECT_FALSE(profile.light->rerun_safe);
}

TEST(LoadProfile, EveryProblemIsToldInOneGo) {
    EXPECT_EQ(
        problems_of("platform: [linux]\n"
                    "shell: bash\n"
                    "platforms: [linux, beos]\n"
                    "files: [setup.sh, ../x]\n"
                    "install:\n"
                    "  command: [sh, '{stage}/setup.sh', '{http_prt}', '{https_port}']\n"
                    "  exit_codes: {0: verify, x: failed, 7: reboot}\n"
                    "  deadline: soon\n"
                    "  retries: 3\n"),
        "1: unknown key \"platform\" in a profile | write \"platforms\"\n"
        "2: unknown shell \"bash\" | use one of: posix, cmd\n"
        "3: unknown platform \"beos\" | use one of: windows, linux, macos\n"
        "4: there is no file \"setup.sh\" beside the profile | put it into PAYLOAD/x, or correct its name\n"
        "4: payload file \"../x\" leaves the profile's folder | rename it\n"
        "5: install does not carry {http_port} to the client | " +
            port_cure +
            "6: unknown placeholder {http_prt} in command | "
            "write \"http_port\"; a variable of the host is {var.NAME}\n"
            "7: \"x\" is no exit code | write a whole number\n"
            "7: exit code 7 cannot mean \"reboot\" | "
            "use one of: verify, reboot-pending, attach, failed, restage\n"
            "8: deadline \"soon\" is no duration | write it like 90s, 30m or 2h\n"
            "9: unknown key \"retries\" in install | use one of: command, flags, properties, optional, "
            "properties_in_file, exit_codes, completion, causes, deadline, rerun_safe\n");
}

TEST(LoadProfile, MethodWithoutAPortIsRefused) {
    EXPECT_EQ(problems_of("platforms: [linux]\n"
                          "switch: {command: [setup, '{http_port}']}\n"),
              "2: switch does not carry {https_port} to the client | " + port_cure);
}

TEST(LoadProfile, OptionalPropertyDoesNotCountAsCarryingAPort) {
    EXPECT_EQ(problems_of("platforms: [linux]\n"
                          "switch:\n"
                          "  command: [setup, '{http_port}']\n"
                          "  optional: {CCMHTTPSPORT: '{https_port}'}\n"),
              "2: switch does not carry {https_port} to the client | " + port_cure);
}

TEST(LoadProfile, PropertyAmongTheParametersOfAWindowsInstallerIsRefused) {
    EXPECT_EQ(problems_of("platforms: [windows]\n"
                          "shell: cmd\n"
                          "install:\n"
                          "  command: [setup.exe, 'CCMHTTPPORT={http_port}', /logon]\n"
                          "  properties: {CCMHTTPSPORT: '{https_port}', /mp: x}\n"),
              "4: the property CCMHTTPPORT={http_port} stands among the parameters, which must come first | "
              "write it under properties\n"
              "4: /logon leaves an installed client on its old ports | remove it\n"
              "5: \"/mp\" is no property name | "
              "use capital letters, digits and _; parameters belong into the command\n");
}

TEST(LoadProfile, FileOfTheCommandMustBeAmongTheFiles) {
    const TempFolder payload;
    payload.write("x/install.sh", "true\n");

    EXPECT_EQ(problems_of(payload,
                          "platforms: [linux]\n"
                          "files: [install.sh]\n"
                          "install:\n"
                          "  command: [sh, '{stage}/instal.sh', '{http_port}', '{https_port}']\n"),
              "4: the command names \"instal.sh\", which is not among the files of the profile | "
              "write \"install.sh\"\n");
}

TEST(LoadProfile, PropertiesFileMustBeNamedByTheCommandAndTheOtherWayRound) {
    EXPECT_EQ(problems_of(sound + "  properties_in_file: true\n"),
              "2: the command of switch does not name the file of its properties | "
              "write \"{properties}\" into the command\n");
    EXPECT_EQ(problems_of("platforms: [linux]\n"
                          "switch: {command: [setup, '{http_port}', '{https_port}', '{properties}']}\n"),
              "2: the command of switch names {properties}, but none are written | "
              "write properties_in_file: true\n");
}

TEST(LoadProfile, ProfileWithoutAMethodIsRefused) {
    EXPECT_EQ(problems_of("platforms: [linux]\n"),
              "1: the profile has no method | give it install, switch, or both\n");
}

TEST(LoadProfile, ExitCodesThatCanNeverSucceedAreRefused) {
    EXPECT_EQ(problems_of(sound + "  exit_codes: {0: failed}\n"),
              "4: no exit code means verify, so that no install could ever succeed | write 0: verify\n");
}

TEST(LoadProfile, ForeignFileNeedNotBeThereYet) {
    EXPECT_EQ(problems_of(sound + "files: [{name: setup.exe, from: the vendor}]\n"), "");
    EXPECT_EQ(problems_of(sound + "files: [{name: setup.exe}]\n"),
              "4: a file that is not ours needs name and from | "
              "write {name: setup.exe, from: where a person gets it}\n");
}

TEST(LoadProfiles, ReadsEveryFolderThatHasAProfileInOrder) {
    const TempFolder payload;
    payload.write("b/profile.yml", sound);
    payload.write("a/profile.yml", sound);
    payload.write("runner/runner.sh", "true\n");

    const std::vector<Profile> profiles = load_profiles(payload.path());

    ASSERT_EQ(profiles.size(), 2U);
    EXPECT_EQ(profiles[0].name, "a");
    EXPECT_EQ(profiles[1].name, "b");
}

TEST(LoadProfiles, ProblemsOfAllOfThemComeTogether) {
    const TempFolder payload;
    payload.write("a/profile.yml", "platforms: [linux]\n");
    payload.write("b/profile.yml", "platforms: [linux]\n");

    try {
        load_profiles(payload.path());
        FAIL() << "loaded profiles without a method";
    } catch (const InvalidInput& e) {
        EXPECT_EQ(e.problems().size(), 2U);
    }
}

TEST(LoadProfiles, MissingFolderIsAnErrorOfItsOwn) {
    const TempFolder payload;

    EXPECT_THROW(load_profiles(payload.path() / "nowhere"), Error);
}

TEST(ShippedProfiles, AllLoad) {
    const std::vector<Profile> profiles = load_profiles(fs::path(CLIENTPUSH_SOURCE_DIR) / "payload");

    std::vector<std::string> names;
    for (const Profile& profile : profiles) names.push_back(profile.name);
    EXPECT_EQ(names, (std::vector<std::string>{"agent-config", "ccmsetup", "demo-client", "linux-client",
                                               "portswitch"}));
}

TEST(ShippedProfiles, ExitCodesOfCcmsetupMeanWhatMicrosoftSays) {
    const Profile profile = load_profile(fs::path(CLIENTPUSH_SOURCE_DIR) / "payload/ccmsetup");

    EXPECT_EQ(profile.install->exit_codes, (std::map<int, ExitMeaning>{{0, ExitMeaning::verify},
                                                                       {7, ExitMeaning::reboot_pending},
                                                                       {8, ExitMeaning::attach},
                                                                       {9, ExitMeaning::failed},
                                                                       {10, ExitMeaning::restage}}));
}

}  // namespace
}  // namespace clientpush
