#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace clientpush {

/// The bytes of a file; empty when it is not there.
inline std::string read_text(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// Writes a file anew and gives its path back.
inline std::filesystem::path write_text(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
    return file;
}

}  // namespace clientpush
