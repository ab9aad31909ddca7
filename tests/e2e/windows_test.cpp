// The whole program against hosts that look like Windows.
#include "support/windows.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <list>
#include <nlohmann/json.hpp>

#include "e2e/program.h"
#include "support/files.h"
#include "support/temp_dir.h"

namespace clientpush {
namespace {

constexpr int count = 8;

/// Eight clients of site ABC, and a controller that has ccmsetup's stand-in. All that the hosts ask of a
/// management point is to accept connections: the first host's SSH server does.
class WindowsDesk : public testing::Test {
protected:
    WindowsDesk() {
        std::filesystem::create_directories(folder_ / "payload");
        std::filesystem::copy(CLIENTPUSH_SOURCE_DIR "/payload/ccmsetup", folder_ / "payload/ccmsetup",
                              std::filesystem::copy_options::recursive);
        std::filesystem::copy_file(windows_folder() / "ccmsetup.exe",
                                   folder_ / "payload/ccmsetup/ccmsetup.exe");
        std::string known;
        std::string clients;
        for (int i = 1; i <= count; ++i) {
            const WindowsHost& host = hosts.emplace_back();
            known += read_text(host.known_hosts());
            clients += fmt::format(
                "    ws{}: {{ansible_host: {}, ansible_port: {}, ansible_ssh_private_key_file: {}}}\n", i,
                host.address(), host.port(), host.client_key().string());
        }
        write_text(folder_ / "known_hosts", known);
        write_text(
            folder_ / "inventory.yml",
            fmt::format("sites:\n  ABC:\n    kind: primary\n    management_points: [{}]\n"
                        "    ports: {{http: {{default: {}}}, https: {{default: {}}}}}\n"
                        "clients:\n  vars: {{site: ABC, platform: windows, membership: workgroup, protocol: "
                        "http, ansible_user: windows}}\n  hosts:\n{}",
                        hosts.front().address(), hosts.front().port(), 4443, clients));
    }

    WindowsHost& host(int number) { return *std::next(hosts.begin(), number - 1); }

    Output run(std::vector<std::string> words) {
        words.insert(words.begin(), std::getenv("CLIENTPUSH"));
        for (const char* option :
             {"-i", "inventory.yml", "--state", "state.db", "--known-hosts", "known_hosts", "--payload",
              "payload", "--profile", "ccmsetup", "--connect-timeout", "60s"})
            words.emplace_back(option);
        return run_to_end({words, folder_.path(), {}});
    }

    std::map<std::string, std::string> states() {
        std::map<std::string, std::string> states;
        const auto status = nlohmann::json::parse(run({"status", "-o", "json"}).out);
        for (const auto& each : status["hosts"])
            states[each["name"]] = each["state"].get<std::string>() + " " + each["reason"].get<std::string>();
        return states;
    }

    std::list<WindowsHost> hosts;
    TempDir folder_;
};

TEST_F(WindowsDesk, EightAtOnceWithOneRefusedOneThatFailsAndASlowOneEndEachInItsState) {
    std::string known = read_text(folder_ / "known_hosts");
    const auto second = known.find("[" + host(2).address() + "]");
    const auto key = known.find("AAAA", second);
    known[key + 40] = known[key + 40] == 'A' ? 'B' : 'A';
    write_text(folder_ / "known_hosts", known);
    host(3).steer("exit=9");
    host(4).steer("delay=5000");

    const Output push = run({"push", "-f", "8"});

    EXPECT_EQ(push.status, 2) << push.out << push.err;
    const auto ended = states();
    for (int i = 1; i <= count; ++i) {
        SCOPED_TRACE(i);
        const std::string wanted = i == 2   ? "refused host-key-changed"
                                   : i == 3 ? "failed exit-code-9"
                                            : "managed proved";
        EXPECT_EQ(ended.at(fmt::format("ws{}", i)), wanted);
        EXPECT_EQ(host(i).starts(), i == 2 ? 0 : 1);
    }

    const Output verify = run({"verify", "-l", "ws*:!ws2:!ws3"});
    EXPECT_EQ(verify.status, 0) << verify.out << verify.err;
    const Output again = run({"push", "-l", "ws*:!ws2:!ws3"});
    EXPECT_EQ(again.status, 0) << again.out << again.err;
    for (int i = 4; i <= count; ++i) EXPECT_EQ(host(i).starts(), 1);
}

}  // namespace
}  // namespace clientpush
