#pragma once

#include <filesystem>

#include "fleet/layout.h"

namespace clientpush::fleet {

/// The fleet's folder, held by one process: the lock ends with it, whatever way it ends.
class HeldFolder {
public:
    /// Makes the folder, or empties what a dead fleet left there. Throws Error{usage} when a live fleet has
    /// it or when it holds something else.
    explicit HeldFolder(const std::filesystem::path& dir);
    HeldFolder(const HeldFolder&) = delete;
    HeldFolder& operator=(const HeldFolder&) = delete;
    ~HeldFolder();

    const Layout& layout() const { return layout_; }

private:
    Layout layout_;
    int lock_ = -1;
};

}  // namespace clientpush::fleet
