#include "push/machines.h"

#include <gtest/gtest.h>

namespace clientpush {
namespace {

Look machine(const std::string& id, const std::string& boot) {
    Look look;
    look.machine_id = id;
    look.boot_id = boot;
    return look;
}

TEST(MachinesOfARun, KnowAsWhomEachHasAnswered) {
    Machines machines;

    EXPECT_EQ(machines.other_than(1, machine("m", "b")), std::nullopt);
    EXPECT_EQ(machines.other_than(1, machine("m", "b")), std::nullopt);
    EXPECT_EQ(machines.other_than(2, machine("m", "b")), 1);
    EXPECT_EQ(machines.other_than(1, machine("m", "b")), std::nullopt);
}

TEST(MachinesOfARun, AreToldByTheirIdAndTheirBoot) {
    Machines machines;
    machines.other_than(1, machine("m", "b"));

    EXPECT_EQ(machines.other_than(2, machine("m", "c")), std::nullopt) << "a copy with the same id";
    EXPECT_EQ(machines.other_than(3, machine("n", "b")), std::nullopt) << "a container on the same kernel";
    EXPECT_EQ(machines.other_than(1, machine("m", "d")), std::nullopt) << "it was restarted";
}

TEST(MachinesOfARun, AreNotComparedWhereTheyDoNotSayWhoTheyAre) {
    Machines machines;

    for (const Look& look : {machine("", "b"), machine("m", ""), machine("", "")}) {
        EXPECT_EQ(machines.other_than(1, look), std::nullopt);
        EXPECT_EQ(machines.other_than(2, look), std::nullopt);
    }
}

}  // namespace
}  // namespace clientpush
