#include "push/waves.h"

#include <algorithm>
#include <cmath>

namespace clientpush {

int amount_of(const Share& share, int total) {
    if (!share.is_percent) return std::min(share.count, total);
    // A share like 10 % of 30 is 3.0000000000000004 in binary: take off what is below any real fraction.
    return std::min(total, static_cast<int>(std::ceil(share.percent * total / 100.0 - 1e-9)));
}

std::vector<int> deal_waves(std::size_t hosts, const std::vector<WaveSpec>& waves, const IsInGroup& is_in) {
    std::vector<int> wave_of(hosts, 0);
    int dealt = 0;
    const int total = static_cast<int>(hosts);
    for (std::size_t w = 0; w < waves.size(); ++w) {
        const int number = static_cast<int>(w) + 1;
        if (const auto* share = std::get_if<Share>(&waves[w])) {
            const int reach = amount_of(*share, total);
            for (std::size_t i = 0; i < hosts && dealt < reach; ++i) {
                if (wave_of[i] != 0) continue;
                wave_of[i] = number;
                ++dealt;
            }
        } else {
            const auto& group = std::get<std::string>(waves[w]);
            for (std::size_t i = 0; i < hosts; ++i) {
                if (wave_of[i] != 0 || !is_in(i, group)) continue;
                wave_of[i] = number;
                ++dealt;
            }
        }
    }
    const int last = std::max(1, static_cast<int>(waves.size()));
    std::ranges::replace(wave_of, 0, last);
    return wave_of;
}

}  // namespace clientpush
