#pragma once

#include <gtest/gtest.h>

#include <cstdlib>

#include "differential/ansible.h"

/// Without Ansible there is nothing to compare with: fine on somebody's machine, an error in CI.
#define CLIENTPUSH_NEEDS_ANSIBLE()                                                      \
    if (const std::string& why = Ansible::shared().absent(); !why.empty()) {            \
        if (std::getenv("CI") != nullptr) FAIL() << why << " (ansible-core in Debian)"; \
        GTEST_SKIP() << why << " (ansible-core in Debian)";                             \
    }
