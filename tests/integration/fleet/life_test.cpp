#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "integration/fleet/ssh.h"

namespace clientpush {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

/// Processes of this machine whose command line or environment names the folder.
int processes_that_name(const fs::path& folder) {
    int found = 0;
    for (const auto& entry : fs::directory_iterator("/proc")) {
        const std::string name = entry.path().filename();
        if (name.find_first_not_of("0123456789") != std::string::npos) continue;
        const std::string known = text_of(entry.path() / "cmdline") + text_of(entry.path() / "environ");
        if (known.find(folder.string()) != std::string::npos) ++found;
    }
    return found;
}

int mounts_that_name(const fs::path& folder) {
    std::ifstream mounts("/proc/self/mountinfo");
    int found = 0;
    for (std::string line; std::getline(mounts, line);) {
        if (line.find(folder.string()) != std::string::npos) ++found;
    }
    return found;
}

std::vector<std::string> up_in(const fs::path& dir, const Fleet& fleet, const std::string& port) {
    const std::string base = fleet.address("a").substr(0, fleet.address("a").rfind('.')) + ".0";
    return {
        std::getenv("CLIENTPUSH_FLEET"), "up", "--daemon", "--dir", dir, "--base", base, "--port", port, "a"};
}

TEST(FleetLife, DownLeavesNoProcessAndNoMount) {
    const Fleet fleet({"a"});
    fleet.exec("a",
               "MARK='" + fleet.scratch().string() + "' setsid sleep infinity >/dev/null 2>&1 </dev/null &");
    ssh(fleet, "a", "true");
    ASSERT_GE(processes_that_name(fleet.scratch()), 2);

    fleet.down();

    EXPECT_EQ(processes_that_name(fleet.scratch()), 0);
    EXPECT_EQ(mounts_that_name(fleet.scratch()), 0);
    EXPECT_TRUE(fs::exists(fleet.host_folder("a")));
}

TEST(FleetLife, AFolderLeftByAKilledFleetServesTheNextOne) {
    const Fleet fleet({"a"});
    const fs::path dir = fleet.scratch() / "fleet";
    fleet.exec("a", "touch /opt/old");
    // flock returns when the last process that holds the folder is gone.
    const std::string kill_it = "cd \"$0\" && kill -9 $(cat fleet.pid) && flock fleet.lock true";
    ASSERT_EQ(run_program({"sh", "-c", kill_it, dir}).status, 0);

    const ProgramResult again = run_program(up_in(dir, fleet, "0"));

    EXPECT_EQ(again.status, 0) << again.out;
    EXPECT_EQ(fleet.exec("a", "ls /opt").out, "");
}

TEST(FleetLife, AFleetEndsWithTheProcessThatItFollows) {
    const Fleet other({"b"});
    const fs::path dir = other.scratch() / "followed";
    const std::string start =
        "\"$CLIENTPUSH_FLEET\" up --daemon --until $$ --port 0 --base 127.76.1.0 --dir \"$0\" a";

    const ProgramResult started = run_program({"sh", "-c", start + "; exit $?", dir});

    ASSERT_EQ(started.status, 0) << started.out;
    EXPECT_EQ(run_program({"flock", dir / "fleet.lock", "true"}).status, 0);
    const ProgramResult list = run_program({std::getenv("CLIENTPUSH_FLEET"), "list", "--dir", dir});
    EXPECT_NE(list.out.find("no fleet is up"), std::string::npos) << list.out;
}

TEST(FleetLife, APortInUseIsSaidPlainly) {
    const Fleet fleet({"a"});

    const ProgramResult second =
        run_program(up_in(fleet.scratch() / "second", fleet, std::to_string(fleet.port())));

    EXPECT_EQ(second.status, 1);
    EXPECT_NE(second.out.find("cannot listen on " + fleet.address("a")), std::string::npos) << second.out;
    EXPECT_NE(second.out.find("to fix it"), std::string::npos) << second.out;
}

TEST(FleetLife, AFolderHasOneFleetAtATime) {
    const Fleet fleet({"a"});

    const ProgramResult second = run_program(up_in(fleet.scratch() / "fleet", fleet, "0"));

    EXPECT_EQ(second.status, 1);
    EXPECT_NE(second.out.find("a fleet is up in"), std::string::npos) << second.out;
    EXPECT_EQ(ssh(fleet, "a", "true").status, 0);
}

TEST(FleetLife, AFolderWithOtherFilesIsLeftAlone) {
    const Fleet fleet({"a"});
    const fs::path mine = fleet.scratch() / "mine";
    fs::create_directory(mine);
    std::ofstream(mine / "letter") << "dear";

    const ProgramResult refused = run_program(up_in(mine, fleet, "0"));

    EXPECT_EQ(refused.status, 1);
    EXPECT_EQ(text_of(mine / "letter"), "dear");
}

}  // namespace
}  // namespace clientpush
