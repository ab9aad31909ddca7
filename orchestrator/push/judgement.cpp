#include "push/judgement.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "push/windows_script.h"

namespace clientpush {

namespace {

constexpr const char* not_reached = "management-point-not-reached";

bool closed(const std::string& way) {
    return way == "refused" || way == "timeout";
}

std::string in_words(const std::string& way) {
    return way == "timeout" ? "does not answer" : "refuses the connection";
}

std::string differs(const char* what, const std::string& is, const std::string& should) {
    return fmt::format("{} is {}, not {}", what, is.empty() ? "not set" : is, should);
}

std::string to_text(std::optional<Port> port) {
    return port ? std::to_string(*port) : std::string();
}

}  // namespace

Mismatch mismatch(const Look& seen, const Job& job) {
    const auto protocol = job.host.client.protocol;
    const bool needs_http = !job.look_only || protocol != Protocol::https;
    const bool needs_https = !job.look_only || protocol != Protocol::http;
    if (!seen.installed) return {"not-installed", "no client is installed"};
    if (needs_http && seen.http != job.http)
        return {"ports-differ", differs("its HTTP port", to_text(seen.http), std::to_string(job.http))};
    if (needs_https && seen.https != job.https)
        return {"ports-differ", differs("its HTTPS port", to_text(seen.https), std::to_string(job.https))};
    if (seen.site != job.site) return {"site-differs", differs("its site", seen.site, job.site)};
    if (!seen.agent_running) return {"agent-stopped", "its agent is not running"};
    return {};
}

std::optional<Judgement> judge_way(const Look& seen, const Job& job) {
    const auto protocol = job.host.client.protocol;
    const bool http = closed(seen.way_http);
    const bool https = closed(seen.way_https);
    const bool by_https = protocol == Protocol::https;
    const bool no_way = !protocol ? http && https : by_https ? https : http;
    if (!no_way) return std::nullopt;
    return Judgement{
        HostState::blocked, "no-way-to-management-point",
        fmt::format("from the host, {} port {} {}: nothing was started. Open the way, then retry",
                    fmt::join(job.management_points, ", "), by_https ? job.https : job.http,
                    in_words(by_https ? seen.way_https : seen.way_http))};
}

Judgement judge_read_back(const Look& seen, const Job& job, bool started) {
    if (const Mismatch wrong = mismatch(seen, job); !wrong.empty())
        return {HostState::unverified, wrong.reason, "read back: " + wrong.words};
    if (seen.reaches == false)
        return {HostState::unverified, not_reached,
                fmt::format("its ports are right, but it does not reach its management point {}",
                            seen.management_point)};
    const char* reason = job.look_only ? "verified" : started ? "proved" : "already-right";
    return {HostState::managed, reason,
            fmt::format("HTTP {}, HTTPS {}, site {}", to_text(seen.http), to_text(seen.https), seen.site)};
}

std::string choose_method(const Look& seen, const Job& job) {
    const bool intranet = job.host.client.location.value_or(Location::intranet) == Location::intranet;
    const bool healthy =
        seen.installed && seen.agent_running && seen.site == job.site && seen.http && seen.https;
    if (job.methods.allow_switch && job.profile->light && healthy && intranet) return "switch";
    if (job.methods.allow_install && job.profile->install) return "install";
    return {};
}

bool is_worth_a_rollback(const Look& before, const Outcome& after, const Job& job) {
    const bool had_other_ports =
        before.http && before.https && (before.http != job.http || before.https != job.https);
    return job.rollback && job.profile->light && after.reason == not_reached && before.reaches == true &&
           before.site == job.site && had_other_ports;
}

const Method* method_named(const Profile& profile, const std::string& name) {
    if (name == "switch" && profile.light) return &*profile.light;
    if (name == "install" && profile.install) return &*profile.install;
    return nullptr;
}

void check_room(const Look& seen, const Job& job) {
    if (!seen.missing_tools.empty())
        throw Error(Error::Kind::remote, "tool-missing",
                    fmt::format("the host has no {}", fmt::join(seen.missing_tools, ", ")),
                    job.profile->shell == Shell::cmd
                        ? "it is a part of Windows: look at the PATH of the login's sessions"
                        : "install it there (packages coreutils and util-linux)");
    if (seen.lacks_rights)
        throw Error(
            Error::Kind::refused, "not-elevated", "the login's session on the host is not elevated",
            "log in as a member of the host's Administrators: OpenSSH for Windows gives those elevated "
            "sessions");
    const std::uint64_t needed = job.package->size() + (std::uint64_t{64} << 10);
    if (!seen.staged && seen.free_bytes && *seen.free_bytes < needed)
        throw Error(Error::Kind::remote, "disk-full",
                    fmt::format("{} has {} KB free, the payload needs {} KB", directory_of(job),
                                *seen.free_bytes / 1024, needed / 1024),
                    "free some space on the host");
}

void check_identity(const Look& seen, const Job& job) {
    if (job.host.machine_id.empty() || job.host.machine_id == seen.machine_id) return;
    throw Error(Error::Kind::refused, "wrong-machine",
                fmt::format("the machine at {} says that it is {}, the inventory says {}", job.host.address,
                            seen.machine_id.empty() ? "(nothing)" : seen.machine_id, job.host.machine_id),
                "has the address been given to another machine? Correct ansible_host or machine_id");
}

Error same_machine(const Look& seen, const std::string& other, const Job& job) {
    return {
        Error::Kind::refused, "same-machine",
        fmt::format("the machine at {} has answered as {} already (machine id {}, the same boot): the "
                    "machine that {} should be was not reached",
                    job.host.address, other, seen.machine_id, job.host.name),
        std::string("correct the address of one of them, or take one name out of the inventory; two machines "
                    "that were copied need ") +
            (job.profile->shell == Shell::cmd ? "a computer name each" : "a new /etc/machine-id each")};
}

std::string directory_of(const Job& job) {
    return job.host.directory.empty() ? job.profile->directory : job.host.directory;
}

std::string place_on_host(const Job& job, std::initializer_list<std::string_view> parts) {
    std::string place = directory_of(job);
    for (const std::string_view part : parts) {
        place += job.profile->shell == Shell::cmd ? '\\' : '/';
        place += part;
    }
    return place;
}

std::string upload_path(const Job& job, std::string_view file) {
    std::string path = place_on_host(job, {"incoming", job.package->digest, file});
    return job.profile->shell == Shell::cmd ? sftp_path(std::move(path)) : path;
}

}  // namespace clientpush
