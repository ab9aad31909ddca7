#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "profile/command.h"

namespace clientpush {

/// A folder of our own that is gone at the end.
class TempFolder {
public:
    TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    ~TempFolder();

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path write(const std::string& name, const std::string& text) const;

private:
    std::filesystem::path path_;
};

std::string read_text(const std::filesystem::path& file);

/// One file of tests/data/profile/*.yml: what a command is rendered from.
struct RenderCase {
    std::string profile;
    std::string method;
    RenderInput input;
};

std::vector<std::string> render_cases();
RenderCase read_case(const std::string& name);

}  // namespace clientpush
