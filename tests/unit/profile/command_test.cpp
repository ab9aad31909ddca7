#include "profile/command.h"

#include <gtest/gtest.h>

namespace clientpush {
namespace {

Profile posix_profile() {
    Profile profile;
    profile.name = "x";
    return profile;
}

Method method_with(std::vector<std::string> command) {
    Method method;
    method.command = std::move(command);
    method.properties = {{"CCMHTTPPORT", "{http_port}"}, {"CCMHTTPSPORT", "{https_port}"}};
    return method;
}

RenderInput input() {
    return {.site = "ABC",
            .http = 8080,
            .https = 8443,
            .management_points = {"mp1"},
            .variables = {},
            .stage = "/stage",
            .properties_file = "/properties",
            .location = std::nullopt};
}

std::string refusal(const Profile& profile, const Method& method, const RenderInput& given) {
    try {
        return "rendered: " + render(profile, method, given).line;
    } catch (const Error& e) {
        return e.reason() + ", " + e.what();
    }
}

TEST(Render, LogonIsRefusedBecauseItKeepsTheOldPorts) {
    const Method method = method_with({"setup.exe", "/LOGON"});

    EXPECT_EQ(refusal(posix_profile(), method, input()),
              "render-refused, /LOGON: with it an installed client keeps its old ports");
}

TEST(Render, LogonFromAHostsVariableIsRefusedToo) {
    const Method method = method_with({"setup.exe", "{var.mode}"});
    RenderInput given = input();
    given.variables["mode"] = "/logon";

    EXPECT_EQ(refusal(posix_profile(), method, given),
              "render-refused, /logon: with it an installed client keeps its old ports");
}

TEST(Render, MethodThatDropsAPortIsRefused) {
    Method method = method_with({"setup"});
    method.properties.pop_back();

    EXPECT_EQ(refusal(posix_profile(), method, input()),
              "render-refused, ports: the method does not carry both of them to the client");
}

TEST(Render, ContentSourceOfACmgMustBeginWithItsProtocol) {
    const Method method = method_with({"ccmsetup.exe", "/mp:{var.cmg}"});
    RenderInput given = input();
    given.location = Location::cmg;

    given.variables["cmg"] = "graffe.example";
    EXPECT_EQ(refusal(posix_profile(), method, given),
              "render-refused, /mp: \"graffe.example\" is a CMG's, so it must begin with https://");

    given.variables["cmg"] = "https://graffe.example";
    EXPECT_EQ(refusal(posix_profile(), method, given),
              "rendered: 'ccmsetup.exe' '/mp:https://graffe.example' 'CCMHTTPPORT=8080' 'CCMHTTPSPORT=8443'");
}

TEST(Render, ArgumentWhoseVariableIsNotSetIsRefused) {
    EXPECT_EQ(refusal(posix_profile(), method_with({"setup", "--to={var.target}"}), input()),
              "render-refused, --to={var.target}: {var.target} has no value");
}

TEST(Render, ValueThatWouldBecomeAnOptionIsRefused) {
    RenderInput given = input();
    given.variables["mode"] = "--uninstall";

    EXPECT_EQ(refusal(posix_profile(), method_with({"setup", "{var.mode}"}), given),
              "render-refused, {var.mode}: its value begins with -, which programs read as an option");
}

TEST(Render, PropertiesOnTheCommandLineAreArgumentsToo) {
    const Rendered rendered = render(posix_profile(), method_with({"setup"}), input());

    EXPECT_EQ(rendered.arguments,
              (std::vector<std::string>{"setup", "CCMHTTPPORT=8080", "CCMHTTPSPORT=8443"}));
}

TEST(ShQuote, QuotesSoThatNoShellReadsAnything) {
    EXPECT_EQ(sh_quote(""), "''");
    EXPECT_EQ(sh_quote("it's"), "'it'\\''s'");
    EXPECT_EQ(sh_quote("$(reboot) `x` \n\\"), "'$(reboot) `x` \n\\'");
}

TEST(ShQuote, RefusesNulWhichNoArgumentCanHold) {
    EXPECT_THROW(sh_quote(std::string_view("a\0b", 3)), Error);
}

TEST(CmdQuote, QuotesOnlyWhatHasSpacesOrIsEmpty) {
    EXPECT_EQ(cmd_quote("C:\\stage\\ccmsetup.exe"), "C:\\stage\\ccmsetup.exe");
    EXPECT_EQ(cmd_quote("a b"), "\"a b\"");
    EXPECT_EQ(cmd_quote(""), "\"\"");
}

TEST(CmdQuote, RefusesEveryCharacterThatNoQuotingCarries) {
    for (const char c : std::string("\"%^&|<>!`\n\r\t\0\x1b\x7f", 15)) {
        EXPECT_THROW(cmd_quote(std::string("a") + c + "b"), Error) << static_cast<int>(c);
        EXPECT_THROW(cmd_quote(std::string("a ") + c + " b"), Error) << static_cast<int>(c);
    }
}

}  // namespace
}  // namespace clientpush
