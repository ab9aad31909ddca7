#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "transport/transport.h"

namespace clientpush::openssh {

/// Where the host key of a host is on record.
struct OnRecord {
    std::string name;                                     ///< as known_hosts has it; empty: its address
    std::vector<std::filesystem::path> known_hosts = {};  ///< files for this host besides those of all
};

struct OpensshOptions {
    std::filesystem::path program = "/usr/bin/ssh";
    std::string user = {};              ///< where the endpoint names none; empty: ssh decides
    std::string private_key_file = {};  ///< where the endpoint names none; empty: ssh decides
    std::vector<std::filesystem::path> known_hosts = {};  ///< the only ones that are trusted
    std::string config = "none";  ///< a file, or "none"; empty: where ssh looks itself
    std::chrono::seconds connect_timeout{20};
    std::function<OnRecord(const Endpoint&)> on_record = {};  ///< absent: under its address
};

}  // namespace clientpush::openssh
