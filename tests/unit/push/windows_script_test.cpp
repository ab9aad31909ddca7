#include "push/windows_script.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/errors.h"

namespace clientpush {
namespace {

RemoteValues attempt_values() {
    return {
        {"directory", "C:\\Windows\\clientpush"},
        {"package", "4f2a"},
        {"attempt", "aa"},
        {"state_id", "5e"},
        {"fence", "3"},
        {"owner", "0b"},
        {"log", "C:\\Windows\\ccmsetup\\Logs\\ccmsetup.log"},
        {"ends", "exiting with return code \nfailed with error code "},
        {"manifest", std::string(64, 'a') + "  ccmsetup.exe\n" + std::string(64, 'b') + "  look.cmd\n"},
        {"command", "C:\\Windows\\clientpush\\payload\\4f2a\\ccmsetup.exe /forceinstall CCMHTTPPORT=8080"}};
}

bool has_line(const std::string& text, const std::string& line) {
    return ("\n" + text).find("\n" + line + "\r\n") != std::string::npos;
}

TEST(WindowsScript, OfAnAttemptIsAsciiWithWindowsLineEnds) {
    const std::string script = windows_attempt_file("77", attempt_values());

    EXPECT_TRUE(std::ranges::all_of(script, [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
    for (std::size_t at = script.find('\n'); at != std::string::npos; at = script.find('\n', at + 1))
        ASSERT_EQ(script[at - 1], '\r');
}

TEST(WindowsScript, OfAnAttemptVerifiesEveryFileAndRunsTheCommandLast) {
    const std::string script = windows_attempt_file("77", attempt_values());

    EXPECT_TRUE(has_line(script, "call :hash ccmsetup.exe " + std::string(64, 'a')));
    EXPECT_TRUE(has_line(script, "call :hash look.cmd " + std::string(64, 'b')));
    EXPECT_TRUE(script.ends_with(
        ":run\r\nC:\\Windows\\clientpush\\payload\\4f2a\\ccmsetup.exe /forceinstall CCMHTTPPORT=8080\r\n"));
}

TEST(WindowsScript, ABatchFileIsCalledSoThatTheResultIsWritten) {
    RemoteValues values = attempt_values();
    values["command"] = "C:\\x\\switch.cmd 8080 8443";

    EXPECT_TRUE(windows_attempt_file("77", values).ends_with(":run\r\ncall C:\\x\\switch.cmd 8080 8443\r\n"));
}

TEST(WindowsScript, NothingIsStartedByStartOrWithAPrefixThatTheServerRewrites) {
    const std::string script = windows_attempt_file("77", attempt_values());

    EXPECT_EQ(script.find("\nstart "), std::string::npos);
    EXPECT_EQ(script.find("\nscp"), std::string::npos);
    EXPECT_FALSE(windows_shell_line().starts_with("scp"));
    EXPECT_FALSE(windows_shell_line().starts_with("sftp-server"));
}

TEST(WindowsScript, ValuesThatCmdCouldMisreadAreRefused) {
    for (const char* value :
         {"a\"b", "a%b", "a^b", "a&b", "a|b", "a<b", "a>b", "a!b", "a`b", "a\nb", "\xc3\xa9"}) {
        SCOPED_TRACE(value);
        EXPECT_EQ(error_of([&] {
                      windows_call("77", {{"directory", value}}, "");
                  }).reason(),
                  "render-refused");
    }
}

TEST(WindowsScript, ACommandBeyondAsciiOrTooLongForCmdIsRefused) {
    RemoteValues values = attempt_values();
    values["command"] = "C:\\x\\setup.exe FSP=caf\xc3\xa9";
    EXPECT_EQ(error_of([&] { windows_attempt_file("77", values); }).reason(), "render-refused");

    values["command"] = "C:\\x\\setup.exe " + std::string(8000, 'x');
    EXPECT_EQ(error_of([&] { windows_attempt_file("77", values); }).reason(), "render-refused");
}

TEST(WindowsScript, WhatIsTypedCannotPassForItsAnswer) {
    const std::string typed = windows_call("77", {{"attempt", "aa"}}, windows_look_lines(attempt_values()));

    EXPECT_EQ(typed.find(windows_answer_end("77")), std::string::npos);
}

TEST(WindowsScript, AProfilesScriptMayComeFromWindowsAndEndWithoutALineEnd) {
    const std::string typed = windows_call("77", {}, "echo a\r\necho b");

    EXPECT_TRUE(has_line(typed, "echo a\r\necho b\r\necho finished=yes"));
    EXPECT_EQ(typed.find("\r\r"), std::string::npos);
}

TEST(WindowsScript, OnlyALookAtAnAttemptSearchesTheLog) {
    RemoteValues values = attempt_values();
    EXPECT_NE(windows_look_lines(values).find("findstr /c:\"exiting with return code \""), std::string::npos);

    values["attempt"] = "";
    EXPECT_EQ(windows_look_lines(values).find("findstr /c:"), std::string::npos);
}

TEST(WindowsScript, SftpSpellsPathsItsOwnWay) {
    EXPECT_EQ(sftp_path("C:\\Windows\\clientpush\\x.cmd"), "/C:/Windows/clientpush/x.cmd");
}

}  // namespace
}  // namespace clientpush
