#include <gtest/gtest.h>

#include <string>

#include "integration/status/writer.h"

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv, argv + argc);
    if (argc == 5 && arguments[1] == "--write") {
        return clientpush::write_state({arguments[2], std::stoi(arguments[3]), std::stoi(arguments[4])});
    }
    ::testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
