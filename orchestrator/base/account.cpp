#include "base/account.h"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>

namespace clientpush {

namespace {

struct Account {
    std::string user = "root";
    std::string home = "/";
};

Account look_up() {
    const passwd* me = ::getpwuid(::getuid());
    if (me == nullptr) return {};
    return {me->pw_name, me->pw_dir};
}

const Account& own_account() {
    static const Account account = look_up();
    return account;
}

}  // namespace

const std::string& own_user() {
    return own_account().user;
}

std::filesystem::path own_home() {
    if (const char* folder = std::getenv("HOME"); folder && *folder) return folder;
    return own_account().home;
}

}  // namespace clientpush
