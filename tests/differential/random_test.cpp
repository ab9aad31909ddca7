#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "differential/ours.h"
#include "differential/random_inventory.h"
#include "differential/skip.h"

namespace clientpush {
namespace {

/// CLIENTPUSH_SEED replays one seed alone; CLIENTPUSH_DEEP tries ten times as many.
std::pair<unsigned, unsigned> seeds() {
    if (const char* one = std::getenv("CLIENTPUSH_SEED")) {
        const auto seed = static_cast<unsigned>(std::stoul(one));
        return {seed, seed};
    }
    return {1, std::getenv("CLIENTPUSH_DEEP") ? 2'000 : 200};
}

/// Made up without hosts, or by the rules of both sides nothing to compare.
bool is_empty(const Ours& ours) {
    return ours.refusal.find("no host in this inventory") != std::string::npos;
}

TEST(RandomInventories, MeanTheSameToUsAndToAnsible) {
    CLIENTPUSH_NEEDS_ANSIBLE();
    const auto [first, last] = seeds();
    std::cout << "seeds " << first << " to " << last << ", Ansible " << Ansible::shared().version() << '\n';
    std::size_t hosts = 0;
    int different = 0;

    for (unsigned seed = first; seed <= last && different < 5; ++seed) {
        const TempDir folder;
        const Question question = random_inventory(seed, folder.path());
        const Ours ours = read_ours(question);
        const nlohmann::json ansible = Ansible::shared().ask(question);
        const std::string told =
            is_empty(ours) && ansible.at("hosts").empty() ? "" : differences(question, ours, ansible);
        EXPECT_EQ(told, "") << "replay it alone with CLIENTPUSH_SEED=" << seed;
        different += told.empty() ? 0 : 1;
        hosts += ours.inventory.hosts.size();
    }

    std::cout << hosts << " hosts compared\n";
    if (first == last || different > 0) return;
    EXPECT_GT(hosts, (last - first) * 5);
}

}  // namespace
}  // namespace clientpush
