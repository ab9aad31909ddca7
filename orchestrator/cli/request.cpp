#include "cli/request.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "profile/package.h"

namespace clientpush {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

std::string absolute(const std::string& path) {
    const bool as_it_is = path.empty() || path == "-";  // "-" is standard input
    return as_it_is ? path : fs::absolute(path).lexically_normal().string();
}

json selection_of(const PushRequest& request) {
    const Settings& s = request.settings;
    json selection = {{"playbook", request.playbook.text},
                      {"inventory", s.inventory},
                      {"limit", s.limit},
                      {"extra_vars", s.extra_vars},
                      {"profile", s.profile},
                      {"payload", s.payload},
                      {"columns", s.columns}};
    if (!request.plan.empty()) selection["plan"] = request.plan;
    return selection;
}

/// How to get passwords, never a password: what was asked for on the terminal is asked for again.
json login_of(const Settings& s) {
    return {{"private_key_passphrase_file", s.private_key_passphrase_file},
            {"connection_password_file", s.connection_password_file},
            {"ask_pass", s.ask_pass},
            {"become", s.become},
            {"become_user", s.become_user},
            {"become_password_file", s.become_password_file},
            {"ask_become_pass", s.ask_become_pass},
            {"jump", s.jump},
            {"transport", s.transport},
            {"ssh_config", s.ssh_config}};
}

/// Passwords that are named now win: they may have changed since.
void read_login(const json& login, Settings& s) {
    if (s.private_key_passphrase_file.empty())
        s.private_key_passphrase_file = login.value("private_key_passphrase_file", "");
    if (s.connection_password_file.empty() && !s.ask_pass) {
        s.connection_password_file = login.value("connection_password_file", "");
        s.ask_pass = login.value("ask_pass", false);
    }
    if (s.become_password_file.empty() && !s.ask_become_pass) {
        s.become_password_file = login.value("become_password_file", "");
        s.ask_become_pass = login.value("ask_become_pass", false);
    }
    s.become = login.value("become", s.become);
    s.become_user = login.value("become_user", s.become_user);
    s.jump = login.value("jump", s.jump);
    s.transport = login.value("transport", s.transport);
    s.ssh_config = login.value("ssh_config", s.ssh_config);
}

/// A run goes on with the inventory that it began with; one that is named now and is another would be passed
/// over.
void refuse_other_inventory(const std::vector<std::string>& of_the_run, std::vector<std::string> named) {
    for (std::string& source : named) source = absolute(source);
    if (named.empty() || named == of_the_run) return;
    throw Error(Error::Kind::usage, "other-inventory",
                fmt::format("it was asked for with the inventory {}, and {} is named now",
                            fmt::join(of_the_run, ", "), fmt::join(named, ", ")),
                "leave -i out to go on with that; for the other one, begin anew (an open run is given up by "
                "clientpush cancel)");
}

}  // namespace

std::string PushRequest::document() const {
    json document = selection_of(*this);
    document["playbook_file"] = playbook_file;
    document["user"] = settings.user;
    document["private_key"] = settings.private_key;
    document["login"] = login_of(settings);
    document["known_hosts"] = settings.known_hosts;
    document["forks"] = settings.forks;
    return document.dump();
}

std::string PushRequest::key() const {
    return sha256(selection_of(*this).dump());
}

PushRequest make_request(const Settings& settings, const std::string& playbook_file) {
    PushRequest request{bare_playbook(), playbook_file, settings};
    if (!playbook_file.empty()) request.playbook = load_playbook(playbook_file);
    Settings& s = request.settings;
    for (std::string& source : s.inventory) source = absolute(source);
    for (std::string& file : s.known_hosts) file = absolute(file);
    for (std::string* path :
         {&s.payload, &s.private_key, &s.state, &request.playbook_file, &s.private_key_passphrase_file,
          &s.connection_password_file, &s.become_password_file})
        *path = absolute(*path);
    if (s.ssh_config != "none") s.ssh_config = absolute(s.ssh_config);
    if (request.playbook.profile.empty()) request.playbook.profile = s.profile;
    if (request.playbook.bare()) request.playbook.limits.at_once = s.forks;
    return request;
}

PushRequest read_request(const std::string& document, const Settings& now) {
    const json saved = json::parse(document);
    PushRequest request{bare_playbook(), saved.value("playbook_file", ""), now};
    request.plan = saved.value("plan", "");
    if (const std::string text = saved.value("playbook", ""); !text.empty())
        request.playbook = read_playbook(request.playbook_file, text);
    Settings& s = request.settings;
    s.inventory = saved.value("inventory", s.inventory);
    refuse_other_inventory(s.inventory, now.inventory);
    s.limit = saved.value("limit", s.limit);
    s.extra_vars = saved.value("extra_vars", s.extra_vars);
    s.columns = saved.value("columns", s.columns);
    s.profile = saved.value("profile", s.profile);
    s.payload = saved.value("payload", s.payload);
    s.user = saved.value("user", s.user);
    s.private_key = saved.value("private_key", s.private_key);
    read_login(saved.value("login", json::object()), s);
    s.known_hosts = saved.value("known_hosts", s.known_hosts);
    s.forks = saved.value("forks", s.forks);
    if (request.playbook.profile.empty()) request.playbook.profile = s.profile;
    if (request.playbook.bare()) request.playbook.limits.at_once = s.forks;
    return request;
}

}  // namespace clientpush
