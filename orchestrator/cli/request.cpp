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
    for (std::string* path : {&s.payload, &s.private_key, &s.state, &request.playbook_file})
        *path = absolute(*path);
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
    s.known_hosts = saved.value("known_hosts", s.known_hosts);
    s.forks = saved.value("forks", s.forks);
    if (request.playbook.profile.empty()) request.playbook.profile = s.profile;
    if (request.playbook.bare()) request.playbook.limits.at_once = s.forks;
    return request;
}

}  // namespace clientpush
