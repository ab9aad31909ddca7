#include "inventory/variable_store.h"

#include <gtest/gtest.h>

#include "inventory/reserved.h"

namespace clientpush {
namespace {

using Kind = yaml::Node::Kind;

std::string shown(const VariableStore& store, const Setting& s) {
    std::string text = store.name(s.name) + "=" + std::string(s.value) + " kind " +
                       std::to_string(static_cast<int>(s.kind)) + (s.vault ? " vault " : " ");
    text += to_text(store.place(s.file, s.line, s.column)) + " value at " + std::to_string(s.value_line) +
            ":" + std::to_string(s.value_column);
    return text;
}

std::vector<std::string> shown(const VariableStore& store, Layer layer) {
    std::vector<std::string> settings;
    for_each_setting(layer, [&](const Setting& s) { settings.push_back(shown(store, s)); });
    return settings;
}

class PackedVariables : public testing::Test {
protected:
    Setting setting(std::string_view name, std::string_view value, int line = 1) {
        return {store.name_id(name), value, Kind::scalar, false, store.file_id("a.yml"), line, 3, line, 9};
    }

    std::vector<std::string> merged(std::vector<Setting> weak, std::vector<Setting> strong) {
        return shown(store, store.merge(store.pack(weak), store.pack(strong)));
    }

    VariableStore store;
};

TEST_F(PackedVariables, AreReadAsTheyWerePacked) {
    const std::uint32_t a = store.file_id("a.yml");
    const std::uint32_t b = store.file_id("b.yml");
    const std::string large(1'000'000, 'x');
    const std::vector<Setting> settings{
        {store.name_id("behind"), "1", Kind::scalar, false, a, 7, 3, 7, 11},
        {store.name_id("next_line"), "", Kind::scalar, false, a, 8, 3, 8, 300},
        {store.name_id("same_line"), "2", Kind::scalar, false, a, 8, 40, 8, 50},
        {store.name_id("without_place"), "3", Kind::scalar, false, a, 8, 60, 0, 0},
        {store.name_id("below"), "4", Kind::scalar, false, a, 9, 3, 10, 5},
        {store.name_id("before"), "5", Kind::scalar, false, a, 9, 3, 9, 1},
        {store.name_id("up"), "6", Kind::scalar, false, a, 2, 3, 2, 9},
        {store.name_id("list"), "[1]", Kind::sequence, false, a, 100'000, 3, 100'000, 9},
        {store.name_id("mapping"), "{}", Kind::mapping, false, b, 100'001, 3, 100'002, 5},
        {store.name_id("nothing"), "null", Kind::null, false, b, 100'002, 3, 100'002, 3},
        {store.name_id("vault"), "{}", Kind::scalar, true, b, 100'003, 3, 100'003, 9},
        {store.name_id("large"), large, Kind::scalar, false, b, 0, 0, 0, 0},
    };
    std::vector<std::string> expected;
    for (const Setting& each : settings) expected.push_back(shown(store, each));

    EXPECT_EQ(shown(store, store.pack(settings)), expected);
}

TEST_F(PackedVariables, InABlockTakeFewBytes) {
    const std::vector<Setting> one{setting("a", "1", 1)};
    const std::vector<Setting> two{setting("a", "1", 1), setting("b", "2", 2)};

    EXPECT_EQ(store.pack(two).size() - store.pack(one).size(), 5U);  // name, head, two columns and the value
}

TEST_F(PackedVariables, OfSeveralLayersTheStrongestOfEachNameCounts) {
    EXPECT_EQ(merged({setting("a", "1"), setting("b", "1")}, {setting("c", "2"), setting("a", "2")}),
              (std::vector{shown(store, setting("a", "2")), shown(store, setting("b", "1")),
                           shown(store, setting("c", "2"))}));
}

TEST_F(PackedVariables, OfOneLayerTheLastOfEachNameCounts) {
    EXPECT_EQ(merged({setting("a", "1"), setting("a", "2")}, {setting("b", "1")}),
              (std::vector{shown(store, setting("a", "2")), shown(store, setting("b", "1"))}));
}

TEST_F(PackedVariables, OfOneLayerAloneNothingIsPackedAgain) {
    const Layer layer = store.pack(setting("a", "1"));

    EXPECT_EQ(store.merge({}, layer).data(), layer.data());
    EXPECT_EQ(store.merge(layer, {}).data(), layer.data());
    EXPECT_EQ(store.without(layer, [](const Setting&) { return false; }).data(), layer.data());
    EXPECT_TRUE(store.without(layer, [](const Setting&) { return true; }).empty());
    EXPECT_TRUE(store.merge({}, {}).empty());
}

TEST_F(PackedVariables, KnowWhichNamesAreReserved) {
    EXPECT_EQ(store.reserved(store.name_id("site")), reserved_number("site"));
    EXPECT_EQ(store.reserved(store.name_id("owner")), std::nullopt);
    EXPECT_EQ(store.reserved(store.name_id("site")), reserved_number("site"));
    EXPECT_NE(reserved_number("site"), std::nullopt);
}

TEST(TextArena, KeepsWhatStoodBeforeTheMark) {
    TextArena arena;
    const std::string_view first = arena.keep("first");
    const TextArena::Mark mark = arena.mark();
    const std::string_view gone = arena.keep("gone");
    arena.keep(std::string(std::size_t{3} << 20, 'x'));
    for (int i = 0; i < 20; ++i) arena.keep(std::string(200'000, 'y'));

    arena.forget_since(mark);

    EXPECT_EQ(first, "first");
    EXPECT_EQ(arena.keep("again").data(), gone.data());
}

}  // namespace
}  // namespace clientpush
