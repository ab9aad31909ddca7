#include "push/windows_answer.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "support/errors.h"

namespace clientpush {
namespace {

const std::string nonce = "77";

Answer read(const std::string& lines) {
    return read_windows_answer(
        "Microsoft Windows [Version 10.0.19045]\r\n(c) Microsoft\r\n\r\nclientpush-begin 77\r\n" + lines +
            "finished=yes\r\nclientpush-end 77",
        nonce);
}

RemoteValues values(const std::string& attempt = "") {
    return {{"attempt", attempt},
            {"http_port", "8080"},
            {"https_port", "8443"},
            {"ends", "is exiting with return code \nfailed with error code "}};
}

Look look(const std::string& lines, const std::string& attempt = "") {
    return read_look(in_posix_words(read(lines), values(attempt)));
}

TEST(WindowsAnswer, IsReadWithItsLineEndsAndWithoutTheBanner) {
    const Answer answer = read("machine_id=4A5B \r\nagent=running\r\n");

    EXPECT_EQ(answer.last("machine_id"), "4A5B");
    EXPECT_EQ(answer.last("agent"), "running");
    EXPECT_EQ(answer.all("(c) Microsoft").size(), 0u);
}

TEST(WindowsAnswer, ALineWithAMarkAndALineOfUtf16AreReadLikeOthers) {
    std::string wide = "\xff\xfe";
    for (const char c : std::string("site=ABC\r\n")) wide += std::string{c, '\0'};

    EXPECT_EQ(read("\xef\xbb\xbfversion=5.0\r\n").last("version"), "5.0");
    EXPECT_EQ(read(wide).last("site"), "ABC");
}

TEST(WindowsAnswer, CutShortIsLost) {
    EXPECT_EQ(error_of([] { read_windows_answer("clientpush-begin 77\r\nagent=run", nonce); }).reason(),
              "no-trailer");
}

TEST(WindowsAnswer, AnErrorOfTheRunnerIsThrownWithItsCure) {
    EXPECT_EQ(error_of([] { read("error=fenced 7\r\n"); }).reason(), "fenced");
    EXPECT_EQ(error_of([] { read("error=digest-mismatch ccmsetup.exe\r\n"); }).reason(), "digest-mismatch");
}

TEST(WindowsLook, PortsAreReadAsTheRegistryPrintsThem) {
    const Look seen = look("installed=yes\r\nhttp=0x1f90\r\nhttps=0x20FB\r\n");

    EXPECT_EQ(seen.http, Port{8080});
    EXPECT_EQ(seen.https, Port{8443});
}

TEST(WindowsLook, PortsThatAreNoneAreAbsent) {
    for (const char* port : {"", "0x0", "0x10000", "eight", "0x", "-1", "0x1f90zz"}) {
        SCOPED_TRACE(port);
        EXPECT_EQ(look("http=" + std::string(port) + "\r\n").http, std::nullopt);
    }
}

struct FreeCase {
    const char* line;
    std::optional<std::uint64_t> bytes;
};

class WindowsFreeSpace : public testing::TestWithParam<FreeCase> {};

TEST_P(WindowsFreeSpace, IsTheLastNumberInWhateverLanguage) {
    EXPECT_EQ(look(std::string("free=") + GetParam().line + "\r\n").free_bytes, GetParam().bytes);
}

INSTANTIATE_TEST_SUITE_P(
    Lines, WindowsFreeSpace,
    testing::Values(FreeCase{"   6 Dir(s)  26705027072 bytes free", 26705027072 / 1024 * 1024},
                    FreeCase{"   6 Verzeichnis(se), 26705027072 Bytes frei", 26705027072 / 1024 * 1024},
                    FreeCase{"   6 R\x82p(s)   1048576 octets libres", 1048576},
                    FreeCase{"File Not Found", std::nullopt}, FreeCase{"", std::nullopt},
                    FreeCase{"99999999999999999999999 bytes free", std::nullopt}));

TEST(WindowsLook, FilesOfAnUploadAreNamedWithoutTheirFolder) {
    const Look seen = look("part=7 C:\\Windows\\clientpush\\incoming\\4f\\a.txt\r\npart=12 b.cmd\r\n");

    EXPECT_EQ(seen.parts, (std::map<std::string, std::uint64_t>{{"a.txt", 7}, {"b.cmd", 12}}));
}

TEST(WindowsLook, OnlySomebodyElsesFolderThatIsWorkedInIsAnotherAttempt) {
    EXPECT_EQ(look("held=aa\r\n", "aa").other_attempt, "");
    EXPECT_EQ(look("held=aa\r\nheld=bb\r\n", "aa").other_attempt, "bb");
}

TEST(WindowsLook, ASessionThatIsNotElevatedIsTold) {
    EXPECT_TRUE(look("elevated=no\r\n").lacks_rights);
    EXPECT_FALSE(look("elevated=yes\r\n").lacks_rights);
}

struct WayCase {
    const char* code;
    const char* way;
};

class WindowsWay : public testing::TestWithParam<WayCase> {};

TEST_P(WindowsWay, IsToldByCurlsExitCode) {
    EXPECT_EQ(look(std::string("try_http=8080 ") + GetParam().code + "\r\n").way_http, GetParam().way);
}

INSTANTIATE_TEST_SUITE_P(Codes, WindowsWay,
                         testing::Values(WayCase{"0", "open"}, WayCase{"22", "open"}, WayCase{"7", "refused"},
                                         WayCase{"28", "timeout"}, WayCase{"6", "unknown"},
                                         WayCase{"9009", "unknown"}));

TEST(WindowsLook, OneManagementPointThatAnswersIsEnough) {
    EXPECT_EQ(look("try_http=8080 28\r\ntry_http=8080 0\r\ntry_http=8080 7\r\n").way_http, "open");
    EXPECT_EQ(look("try_http=8080 28\r\ntry_http=8080 7\r\n").way_http, "refused");
}

TEST(WindowsLook, TheClientReachesItsManagementPointOnThePortThatItHas) {
    const std::string client = "http=0x50\r\nagent=running\r\n";

    EXPECT_EQ(look(client + "try_http=80 0\r\ntry_http=8080 7\r\n").reaches, true);
    EXPECT_EQ(look(client + "try_http=80 7\r\ntry_http=8080 0\r\n").reaches, false);
    EXPECT_EQ(look(client + "try_http=80 22\r\n").reaches, false) << "some other web server answers";
    EXPECT_EQ(look(client).reaches, std::nullopt);
    EXPECT_EQ(look("http=0x50\r\nagent=stopped\r\ntry_http=80 0\r\n").reaches, false);
}

TEST(WindowsLook, OverHttpsAnAnswerOfTlsIsEnough) {
    const std::string client = "https=0x1bb\r\nagent=running\r\n";

    EXPECT_EQ(look(client + "try_https=443 35\r\n").reaches, true);
    EXPECT_EQ(look(client + "try_https=443 56\r\n").reaches, true);
    EXPECT_EQ(look(client + "try_https=443 7\r\n").reaches, false);
}

struct AttemptCase {
    const char* name;
    const char* lines;
    OnHost status;
    std::optional<int> code = std::nullopt;
};

class WindowsAttempt : public testing::TestWithParam<AttemptCase> {};

TEST_P(WindowsAttempt, IsSettledByWhatLiesInItsFolder) {
    const Look seen = look(GetParam().lines, "aa");

    EXPECT_EQ(seen.attempt, GetParam().status);
    EXPECT_EQ(seen.exit_code, GetParam().code);
}

const AttemptCase attempt_cases[] = {
    {"nothing", "", OnHost::absent},
    {"about_to_start", "held=aa\r\n", OnHost::running},
    {"launching", "held=aa\r\nstarted=yes\r\nsince_boot=yes\r\n", OnHost::running},
    {"launcher_failed", "started=yes\r\nlaunched=9\r\ninstaller=idle\r\nsince_boot=yes\r\n", OnHost::done, 9},
    {"service_at_work", "started=yes\r\nlaunched=0\r\ninstaller=running\r\nsince_boot=yes\r\n",
     OnHost::running},
    {"service_at_work_and_an_end",
     "started=yes\r\nlaunched=0\r\ninstaller=running\r\nend=x is exiting with return code 0]\r\n",
     OnHost::running},
    {"ended",
     "started=yes\r\nlaunched=0\r\ninstaller=idle\r\nends_before=0\r\nend=x is exiting with return code "
     "7]\r\n",
     OnHost::done, 7},
    {"ended_after_others",
     "started=yes\r\nlaunched=0\r\ninstaller=idle\r\nends_before=1\r\nend=x is exiting with return code "
     "6]\r\n"
     "end=x is exiting with return code 0]\r\n",
     OnHost::done, 0},
    {"only_others_ended",
     "started=yes\r\nlaunched=0\r\ninstaller=idle\r\nsince_boot=yes\r\nends_before=1\r\nend=x is exiting "
     "with return code 0]\r\n",
     OnHost::interrupted},
    {"ended_in_a_log_begun_anew",
     "started=yes\r\nlaunched=0\r\ninstaller=idle\r\nends_before=4\r\nend=x is exiting with return code "
     "0]\r\n",
     OnHost::done, 0},
    {"failed_with_a_large_code",
     "started=yes\r\nlaunched=0\r\ninstaller=idle\r\nends_before=0\r\nend=CcmSetup failed with error code "
     "0x80004005]\r\n",
     OnHost::done, static_cast<int>(0x80004005u)},
    {"launcher_gone_and_the_end_is_there",
     "started=yes\r\ninstaller=idle\r\nends_before=0\r\nend=x is exiting with return code 0]\r\n",
     OnHost::done, 0},
    {"launcher_gone", "started=yes\r\ninstaller=idle\r\nsince_boot=yes\r\n", OnHost::interrupted},
    {"restarted", "started=yes\r\nlaunched=0\r\ninstaller=idle\r\n", OnHost::rebooted},
};

INSTANTIATE_TEST_SUITE_P(States, WindowsAttempt, testing::ValuesIn(attempt_cases),
                         [](const auto& each) { return std::string(each.param.name); });

TEST(WindowsAttempt, OfACommandWithoutALogIsDoneWithItsOwnCode) {
    RemoteValues without = values("aa");
    without.erase("ends");

    const Look seen =
        read_look(in_posix_words(read("started=yes\r\nlaunched=0\r\ninstaller=idle\r\n"), without));

    EXPECT_EQ(seen.attempt, OnHost::done);
    EXPECT_EQ(seen.exit_code, 0);
}

TEST(WindowsStory, HasTheLogBehindTheEndsThatWereThereBefore) {
    const Answer raw = read(
        "output=The service was started.\r\nends_before=1\r\n"
        "log=<![LOG[old]LOG]!><time=\"1\">\r\nlog=<![LOG[x is exiting with return code "
        "6]LOG]!><time=\"2\">\r\n"
        "log=<![LOG[new & shiny]LOG]!><time=\"3\">\r\nlog=half a li\r\n");

    EXPECT_EQ(story_of(raw, values("aa")), "The service was started.\nnew & shiny\nhalf a li\n");
}

}  // namespace
}  // namespace clientpush
