#pragma once

#include <filesystem>
#include <string>

namespace clientpush {

/// The account that runs this process. Looked up once: the system's own look-up is not for several threads.
const std::string& own_user();  ///< "root" where the system does not know it

/// $HOME, or what the system has for the account.
std::filesystem::path own_home();

}  // namespace clientpush
