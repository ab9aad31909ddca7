// Each tests/data/profile/NAME.yml is rendered by the profiles as they are shipped and compared with
// NAME.golden. CLIENTPUSH_ACCEPT=1 writes what was rendered; read the difference before you commit it.

#include <gtest/gtest.h>

#include <cctype>
#include <cstdlib>
#include <fstream>

#include "unit/profile/cases.h"

namespace clientpush {
namespace {

std::string rendered_text(const RenderCase& given) {
    const Profile profile =
        load_profile(std::filesystem::path(CLIENTPUSH_SOURCE_DIR) / "payload" / given.profile);
    const Method& method = given.method == "switch" ? profile.light.value() : profile.install.value();
    try {
        const Rendered rendered = render(profile, method, given.input);
        std::string text = rendered.line + "\n";
        if (method.properties_in_file)
            for (const auto& [name, value] : rendered.properties) text += name + "=" + value + "\n";
        return text;
    } catch (const Error& e) {
        return "refused, " + describe(e) + "\n";
    }
}

class RenderGolden : public testing::TestWithParam<std::string> {};

TEST_P(RenderGolden, IsRenderedExactlyAsAccepted) {
    const std::filesystem::path golden =
        std::filesystem::path(CLIENTPUSH_TEST_DATA) / "profile" / (GetParam() + ".golden");

    const std::string text = rendered_text(read_case(GetParam()));

    if (std::getenv("CLIENTPUSH_ACCEPT") != nullptr) std::ofstream(golden, std::ios::binary) << text;
    EXPECT_EQ(text, read_text(golden));
    EXPECT_EQ(text.starts_with("refused"), GetParam().starts_with("refused"));
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
    std::string name;
    bool capital = true;
    for (const char c : info.param) {
        if (c != '-') name += capital ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
        capital = c == '-';
    }
    return name;
}

INSTANTIATE_TEST_SUITE_P(Commands, RenderGolden, testing::ValuesIn(render_cases()), test_name);

}  // namespace
}  // namespace clientpush
