#pragma once

#include <random>

#include "base/time.h"

namespace clientpush {

/// Everything random of one simulation, from its seed alone.
class Dice {
public:
    explicit Dice(unsigned seed) : random_(seed) {}

    int from(int least, int most) {
        return least + static_cast<int>(random_() % (1U + unsigned(most - least)));
    }
    bool one_in(int n) { return from(1, n) == 1; }
    Duration between(Duration least, Duration most) {
        return least + Duration(from(0, static_cast<int>((most - least).count())));
    }

private:
    std::mt19937 random_;
};

}  // namespace clientpush
