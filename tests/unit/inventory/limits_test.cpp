// Hostile and oversized input: refused clearly, at once, and without much memory.

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <filesystem>

#include "inventory/load.h"
#include "inventory/range.h"
#include "support/errors.h"
#include "support/files.h"
#include "support/temp_dir.h"

namespace clientpush {
namespace {

std::string refusal_of(const std::string& text) {
    return error_of([&] { load_inventory_text("i.yml", text); }).what();
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// The most memory that this process ever had, in MiB.
long peak() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

TEST(HostileInventory, NestedFiveHundredDeepIsRefused) {
    const std::string lists = "a: {vars: {b: " + std::string(500, '[') + std::string(500, ']') + "}}";
    std::string mappings;
    for (std::size_t i = 0; i < 500; ++i) mappings += std::string(i, ' ') + "a:\n";

    EXPECT_TRUE(has(refusal_of(lists), "nested deeper than 100 levels"));
    EXPECT_TRUE(has(refusal_of(mappings), "nested deeper than 100 levels"));
}

TEST(HostileInventory, NestedAHundredThousandDeepIsRefusedBeforeTheStackEnds) {
    EXPECT_TRUE(has(refusal_of("a: " + std::string(100'000, '[')), "nested deeper than 100 levels"));
    EXPECT_TRUE(has(refusal_of("a: " + std::string(100'000, '{')), "nested deeper than 100 levels"));
}

TEST(HostileInventory, WithALineOfOneGibibyteIsRefusedInBoundedMemory) {
    const TempDir folder;
    const std::string file = write_text(folder / "i.yml", "a");
    std::filesystem::resize_file(file, std::uintmax_t{1} << 30);
    const long before = peak();

    const Error error = error_of([&] { load_inventory({file}); });

    EXPECT_TRUE(has(error.what(), "larger than")) << error.what();
    EXPECT_LT(peak() - before, 700);
}

TEST(HostileInventory, WithBytesThatAreNoTextSaysWhichAndWhere) {
    using namespace std::string_literals;

    EXPECT_TRUE(
        has(refusal_of("a:\n  hosts: {ws\xff: }\n"), "i.yml:2:13: error: this character is not text: \\xff"));
    EXPECT_TRUE(
        has(refusal_of("a: {hosts: {ws\0: }}"s), "i.yml:1:15: error: this character is not text: \\x00"));
    EXPECT_TRUE(has(refusal_of("a: {hosts: {ws\xc0\x80: }}"), "this character is not text"));
}

TEST(HostileInventory, OfNulBytesOnlyTellsOneProblemALine) {
    EXPECT_LT(refusal_of(std::string(1'000'000, '\0')).size(), 1'000U);
}

TEST(HostileInventory, WithALineOfTenMebibytesIsRefusedBeforeItIsParsed) {
    const std::string told = refusal_of("a:\n  vars: {b: " + std::string(std::size_t{10} << 20, 'x') + "}\n");

    EXPECT_TRUE(has(told, "i.yml:2:1: error: this line is longer than 1048576 bytes")) << told;
}

TEST(HostileInventory, WithALongValueShowsOnlyItsBeginning) {
    const std::string told = refusal_of("a: {hosts: {h: {site: " + std::string(100'000, 'x') + "}}}");

    EXPECT_TRUE(has(told, "unknown site \"xxx"));
    EXPECT_LT(told.size(), 1'000U);
}

TEST(HostileRange, OfMoreThanAMillionHostsIsRefused) {
    EXPECT_EQ(expand("h[1:1000001]").wrong, "the range \"[1:1000001]\" makes more than 1000000 hosts");
    EXPECT_EQ(expand("h[1:999999999999999999]").wrong,
              "the range \"[1:999999999999999999]\" makes more than 1000000 hosts");
    EXPECT_EQ(expand("h[1:1001]-[1:1001]").wrong, "its ranges make more than 1000000 hosts");
    EXPECT_EQ(expand("[a:Z][a:Z][a:Z][a:Z][a:Z][a:Z]").wrong, "its ranges make more than 1000000 hosts");
    EXPECT_EQ(expand("h[1:1000]-[1:1000]").names.size(), 1'000'000U);
}

TEST(HostileRange, WithManyRangesInANameIsRefused) {
    std::string key = "h";
    for (int i = 0; i < 5'000; ++i) key += "[1:1]";

    EXPECT_FALSE(expand(key).wrong.empty());
}

}  // namespace
}  // namespace clientpush
