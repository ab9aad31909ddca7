#pragma once

#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/temp_dir.h"

namespace clientpush {

/// What is asked of an inventory, of both sides alike.
struct Question {
    std::vector<std::string> sources;
    std::vector<std::string> patterns;
    std::vector<std::string> limits;
};

/// Ansible's own inventory code, in one Python process for as long as this lives: ansible_inventory.py.
class Ansible {
public:
    Ansible();
    ~Ansible();

    Ansible(const Ansible&) = delete;
    Ansible& operator=(const Ansible&) = delete;

    /// The one that every test asks.
    static Ansible& shared();

    /// Why nothing can be asked; empty when all is well.
    const std::string& absent() const { return absent_; }

    const std::string& version() const { return version_; }

    /// Its answer, in the shape that the script describes.
    nlohmann::json ask(const Question& question);

private:
    struct Closer {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    using File = std::unique_ptr<std::FILE, Closer>;

    void start();
    nlohmann::json read_line();

    TempDir home_;
    int child_ = -1;
    File to_it_;
    File from_it_;
    std::string absent_;
    std::string version_;
};

}  // namespace clientpush
