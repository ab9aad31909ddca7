#include "push/waves.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace clientpush {
namespace {

Share percent(double value) {
    return {value, 0, true};
}

Share number(int value) {
    return {0, value, false};
}

/// One host as waves see it: its groups only matter for a wave that names one.
struct WaveMember {
    std::string host;
    std::vector<std::string> groups;
};

std::vector<int> deal_waves(const std::vector<WaveMember>& hosts, const std::vector<WaveSpec>& waves) {
    return clientpush::deal_waves(hosts.size(), waves, [&](std::size_t host, const std::string& group) {
        return std::ranges::count(hosts[host].groups, group) > 0;
    });
}

std::vector<WaveMember> hosts(int count) {
    std::vector<WaveMember> all;
    for (int i = 0; i < count; ++i) all.push_back({"ws" + std::to_string(i), {}});
    return all;
}

std::vector<int> sizes(const std::vector<int>& waves, int count) {
    std::vector<int> all;
    for (int wave = 1; wave <= count; ++wave)
        all.push_back(static_cast<int>(std::ranges::count(waves, wave)));
    return all;
}

TEST(Waves, SharesAreCumulativeAndInOrder) {
    const std::vector<int> waves = deal_waves(hosts(10), {percent(10), percent(50), percent(100)});

    EXPECT_EQ(waves, (std::vector<int>{1, 2, 2, 2, 2, 3, 3, 3, 3, 3}));
}

TEST(Waves, SharesAreRoundedUp) {
    EXPECT_EQ(amount_of(percent(1), 1), 1);
    EXPECT_EQ(amount_of(percent(1), 101), 2);
    EXPECT_EQ(amount_of(percent(33.4), 3), 2);
    EXPECT_EQ(amount_of(percent(0), 10), 0);
}

TEST(Waves, WholeSharesAreNotRoundedUpByAccident) {
    for (int total = 1; total <= 1000; ++total)
        for (int share = 0; share <= 100; ++share)
            ASSERT_EQ(amount_of(percent(share), total), (share * total + 99) / 100)
                << share << "% of " << total;
}

TEST(Waves, NumbersAreCumulativeTooAndNeverMoreThanThereAre) {
    EXPECT_EQ(sizes(deal_waves(hosts(10), {number(2), number(5), percent(100)}), 3),
              (std::vector<int>{2, 3, 5}));
    EXPECT_EQ(amount_of(number(7), 5), 5);
}

TEST(Waves, AGroupGoesIntoTheFirstWaveThatNamesIt) {
    std::vector<WaveMember> all = hosts(4);
    all[2].groups = {"pilot", "desks"};
    all[3].groups = {"desks"};

    EXPECT_EQ(deal_waves(all, {std::string("pilot"), std::string("desks"), percent(100)}),
              (std::vector<int>{3, 3, 1, 2}));
}

TEST(Waves, AShareCountsTheHostsOfGroupsBeforeIt) {
    std::vector<WaveMember> all = hosts(4);
    all[3].groups = {"pilot"};

    EXPECT_EQ(deal_waves(all, {std::string("pilot"), percent(50), percent(100)}),
              (std::vector<int>{2, 3, 3, 1}));
}

TEST(Waves, WhoeverNoWaveReachesIsInTheLastOne) {
    EXPECT_EQ(deal_waves(hosts(3), {number(1)}), (std::vector<int>{1, 1, 1}));
    EXPECT_EQ(deal_waves(hosts(3), {number(1), number(2)}), (std::vector<int>{1, 2, 2}));
    EXPECT_EQ(deal_waves(hosts(2), {}), (std::vector<int>{1, 1}));
}

TEST(Waves, NobodyIsNobody) {
    EXPECT_TRUE(deal_waves({}, {percent(100)}).empty());
}

TEST(Waves, EveryHostIsInOneWaveAndEveryShareIsReached) {
    std::mt19937 random(7);
    for (int round = 0; round < 500; ++round) {
        std::vector<WaveMember> all = hosts(static_cast<int>(random() % 60));
        for (WaveMember& host : all)
            if (random() % 4 == 0) host.groups.push_back("pilot");
        std::vector<WaveSpec> specs;
        double reach = 0;
        for (auto wave = random() % 4; wave > 0; --wave) {
            reach = std::min(100.0, reach + static_cast<double>(random() % 40));
            specs.emplace_back(percent(reach));
        }
        if (random() % 2 == 0) specs.insert(specs.begin() + long(random() % (specs.size() + 1)), "pilot");

        const std::vector<int> waves = deal_waves(all, specs);

        ASSERT_EQ(waves.size(), all.size());
        for (const int wave : waves) {
            ASSERT_GE(wave, 1);
            ASSERT_LE(wave, std::max(1, static_cast<int>(specs.size())));
        }
        for (std::size_t i = 0; i < specs.size(); ++i) {
            if (!std::holds_alternative<Share>(specs[i])) continue;
            const auto so_far = std::ranges::count_if(waves, [&](int wave) { return wave <= int(i) + 1; });
            ASSERT_GE(so_far, amount_of(std::get<Share>(specs[i]), static_cast<int>(all.size())));
        }
    }
}

}  // namespace
}  // namespace clientpush
