#include "profile/package.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "unit/profile/cases.h"

namespace clientpush {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view digest_of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr std::string_view digest_of_nothing =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

Profile profile_of(const fs::path& folder, std::vector<std::string> files) {
    Profile profile;
    profile.name = "x";
    profile.folder = folder;
    profile.files = std::move(files);
    return profile;
}

std::string refusal(const Profile& profile) {
    try {
        return "packed " + pack(profile).digest;
    } catch (const Error& e) {
        return e.reason();
    }
}

TEST(Sha256, IsTheStandardsOne) {
    EXPECT_EQ(sha256("abc"), digest_of_abc);
    EXPECT_EQ(sha256(""), digest_of_nothing);
}

TEST(Package, ManifestIsWhatSha256sumReads) {
    const TempFolder folder;
    folder.write("b.sh", "abc");
    folder.write("lib/a", "");

    const Package package = pack(profile_of(folder.path(), {"lib/a", "b.sh"}));

    EXPECT_EQ(package.manifest(),
              std::string(digest_of_abc) + "  b.sh\n" + std::string(digest_of_nothing) + "  lib/a\n");
    EXPECT_EQ(package.digest, sha256(package.manifest()));
    EXPECT_EQ(package.size(), 3U);
    EXPECT_EQ(package.files[0].content->data(), "abc");
}

TEST(Package, DigestDoesNotDependOnTheOrderOfTheListOrOnTheFolder) {
    const TempFolder one;
    const TempFolder two;
    for (const TempFolder* folder : {&one, &two}) {
        folder->write("a", "1");
        folder->write("b", "2");
    }

    EXPECT_EQ(pack(profile_of(one.path(), {"a", "b"})).digest,
              pack(profile_of(two.path(), {"b", "a"})).digest);
}

TEST(Package, DigestChangesWithANameAndWithAByte) {
    const TempFolder folder;
    folder.write("a", "1");
    folder.write("b", "1");
    folder.write("c", "2");

    const std::string digest = pack(profile_of(folder.path(), {"a"})).digest;

    EXPECT_NE(digest, pack(profile_of(folder.path(), {"b"})).digest);
    EXPECT_NE(digest, pack(profile_of(folder.path(), {"c"})).digest);
}

TEST(Package, MissingFilesAreNamedTogetherWithThePlaceWhereTheyAreToBeHad) {
    const TempFolder folder;
    Profile profile = profile_of(folder.path(), {"ccmsetup.exe", "portswitch.vbs"});
    profile.origins = {{"ccmsetup.exe", "\\\\<site server>\\SMS_<code>\\Client"}};

    try {
        pack(profile);
        FAIL() << "packed without its files";
    } catch (const Error& e) {
        EXPECT_EQ(e.reason(), "payload-missing");
        EXPECT_STREQ(e.what(),
                     "the payload of profile x is not complete: there is no ccmsetup.exe, portswitch.vbs");
        EXPECT_EQ(e.cure(),
                  "copy ccmsetup.exe from \\\\<site server>\\SMS_<code>\\Client, and portswitch.vbs into " +
                      folder.path().string() + "/");
    }
}

TEST(Package, LinkIsRefusedWhereverItStands) {
    const TempFolder outside;
    outside.write("secret", "s");
    const TempFolder folder;
    fs::create_symlink(outside.path() / "secret", folder.path() / "file");
    fs::create_directory_symlink(outside.path(), folder.path() / "lib");

    EXPECT_EQ(refusal(profile_of(folder.path(), {"file"})), "payload-unsafe");
    EXPECT_EQ(refusal(profile_of(folder.path(), {"lib/secret"})), "payload-unsafe");
}

TEST(Package, WhatIsNoPlainFileIsRefused) {
    const TempFolder folder;
    fs::create_directory(folder.path() / "folder");
    ASSERT_EQ(::mkfifo((folder.path() / "pipe").c_str(), 0600), 0);

    EXPECT_EQ(refusal(profile_of(folder.path(), {"folder"})), "payload-unsafe");
    EXPECT_EQ(refusal(profile_of(folder.path(), {"pipe"})), "payload-unsafe");
}

TEST(Package, NameThatLeavesTheFolderOrCouldBeMisreadIsRefused) {
    const TempFolder folder;
    const std::string with_nul("a\0b", 3);

    for (const std::string& name :
         {std::string(), std::string("/etc/passwd"), std::string(".."), std::string("../x"),
          std::string("a/../x"), std::string("a//b"), std::string("a/"), std::string("./a"),
          std::string("-rf"), std::string("a/-rf"), std::string("a b"), std::string("a\nb"),
          std::string("a\\b"), std::string("C:x"), std::string("a;b"), std::string("$(x)"),
          std::string("\xc3\xa9"), with_nul})
        EXPECT_EQ(refusal(profile_of(folder.path(), {name})), "payload-unsafe") << name;
}

}  // namespace
}  // namespace clientpush
