#include "base/secret.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <type_traits>

namespace clientpush {
namespace {

template <typename T>
concept Printable = requires(std::ostream& out, const T& value) {
    out << value;
};

static_assert(Printable<std::string>);
static_assert(!Printable<Secret>);
static_assert(fmt::is_formattable<std::string>::value);
static_assert(!fmt::is_formattable<Secret>::value);
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_convertible_v<Secret, std::string_view>);
static_assert(!std::is_convertible_v<std::string, Secret>);
static_assert(!std::is_constructible_v<Secret, const std::string&>, "it must not leave a copy behind");

TEST(Secret, TakesATextOverAndLeavesNothingOfIt) {
    for (const std::string& word : {std::string("short"), std::string(100, 'x')}) {
        std::string text = word;

        const Secret secret(std::move(text));

        EXPECT_EQ(secret.reveal(), word);
        const char* left = text.data();  // NOLINT(bugprone-use-after-move): that is what is tested
        EXPECT_TRUE(text.empty());
        EXPECT_TRUE(std::all_of(left, left + text.capacity(), [](char c) { return c == '\0'; }));
    }
}

TEST(Secret, IsOneTextHoweverOftenItIsCopied) {
    Secret first(std::string("open sesame"));
    const Secret second = first;

    EXPECT_EQ(second.reveal().data(), first.reveal().data());
    first = Secret();
    EXPECT_TRUE(first.empty());
    EXPECT_EQ(second.reveal(), "open sesame");
}

TEST(Secret, IsEmptyWithoutAText) {
    EXPECT_TRUE(Secret().empty());
    EXPECT_TRUE(Secret(std::string()).empty());
}

TEST(Wipe, OverwritesAlsoWhatAnEarlierLongerValueLeft) {
    std::string text(60, 's');
    text.resize(5);
    const char* const left = text.data();

    wipe(text);

    EXPECT_TRUE(text.empty());
    EXPECT_TRUE(std::all_of(left, left + 60, [](char c) { return c == '\0'; }));
}

}  // namespace
}  // namespace clientpush
