// What our command lines become behind cmd.exe and a C program's reading of them: random values, through a
// script as an attempt's is.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "profile/command.h"
#include "push/windows_script.h"
#include "support/errors.h"
#include "support/windows.h"

namespace clientpush {
namespace {

constexpr int lists = 240;
constexpr int values_in_a_list = 5;

class Values {
public:
    explicit Values(unsigned seed) : random_(seed) {}

    std::string next() {
        // Letters that cmd.exe or a program might misread, and some that no value may have.
        static const std::string letters = "aZ09 .,;:=-_/\\()[]{}+@#$~'*? \"%&^";
        std::string value;
        const int size = std::uniform_int_distribution(1, 24)(random_);
        for (int i = 0; i < size; ++i)
            value += letters[std::uniform_int_distribution<std::size_t>(0, letters.size() - 1)(random_)];
        return value;
    }

    /// One that is not refused.
    std::string next_that_can_be_quoted() {
        for (;;) {
            std::string value = next();
            if (error_of([&] { cmd_quote(value); }).reason() == "no-error") return value;
        }
    }

private:
    std::mt19937 random_;
};

/// A program that is told five values as properties.
Method dump_method() {
    Method method;
    method.command = {"C:\\windows\\dump.exe", "/source:{var.v0}"};
    method.properties = {{"CCMHTTPPORT", "{http_port}", true}, {"CCMHTTPSPORT", "{https_port}", true}};
    for (int i = 0; i < values_in_a_list; ++i)
        method.properties.push_back({fmt::format("V{}", i), fmt::format("{{var.v{}}}", i), true});
    return method;
}

TEST(WindowsQuoting, EveryValueThatIsNotRefusedArrivesAsItIs) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE(fmt::format("seed {}", seed));
    Values values(seed);
    const WindowsHost host;
    Profile profile;
    profile.shell = Shell::cmd;
    std::string script = "@echo off\r\n";
    std::string expected;
    for (int i = 0; i < lists; ++i) {
        RenderInput input;
        input.site = "ABC";
        input.http = 8080;
        input.https = 8443;
        for (int v = 0; v < values_in_a_list; ++v)
            input.variables[fmt::format("v{}", v)] = values.next_that_can_be_quoted();
        script += fmt::format("echo list {}\r\n{}\r\n", i, render(profile, dump_method(), input).line);
        expected += fmt::format("list {}\r\n[/source:{}]\r\n[CCMHTTPPORT=8080]\r\n[CCMHTTPSPORT=8443]\r\n", i,
                                input.variables["v0"]);
        for (int v = 0; v < values_in_a_list; ++v)
            expected += fmt::format("[V{}={}]\r\n", v, input.variables[fmt::format("v{}", v)]);
    }
    std::ofstream(host.drive() / "quoting.cmd", std::ios::binary) << script;

    const auto [printed, code] = host.run("C:\\quoting.cmd");

    EXPECT_EQ(printed, expected);
    EXPECT_EQ(code, 0);
}

}  // namespace
}  // namespace clientpush
