#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

#include "e2e/program.h"
#include "support/temp_dir.h"

namespace clientpush {
namespace {

TEST(Demo, TellsThePortChangeToItsEndAndNobodyIsLost) {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can give each host namespaces of its own";
    const TempDir folder;
    const Start start{{CLIENTPUSH_SOURCE_DIR "/tests/e2e/demo.sh"},
                      folder.path(),
                      {{"CLIENTPUSH", std::getenv("CLIENTPUSH")},
                       {"CLIENTPUSH_FLEET", std::getenv("CLIENTPUSH_FLEET")},
                       {"CLIENTPUSH_DEMO", folder / "demo"},
                       {"HOME", folder.path()}}};

    const Output output = run_to_end(start);

    EXPECT_EQ(output.status, 0) << output.out << output.err;
    for (const char* line :
         {"Who would be lost?", "exit code 6: no", "kill -9",
          "on 39 hosts: installers started never more often than there were attempts",
          "recorded the keys of 1 host", "Yes: no client needs the old ports of ABC", "Nobody was lost."})
        EXPECT_NE(output.out.find(line), std::string::npos) << line << "\n" << output.out;
}

}  // namespace
}  // namespace clientpush
