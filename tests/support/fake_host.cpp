#include "support/fake_host.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "profile/package.h"

namespace clientpush {

namespace {

constexpr std::size_t kept_attempts = 5;

std::string say(std::string_view name, std::string_view value) {
    return fmt::format("{}={}\n", name, value);
}

std::string text_of(std::optional<Port> port) {
    return port ? std::to_string(*port) : std::string();
}

std::map<std::string, std::string> properties_in(const std::string& text) {
    std::map<std::string, std::string> properties;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        properties[line.substr(0, line.find('='))] = line.substr(line.find('=') + 1);
    return properties;
}

}  // namespace

void FakeHost::catch_up(Duration now) {
    while (!reboots.empty() && *reboots.begin() <= now) {
        const Duration moment = *reboots.begin();
        reboots.erase(reboots.begin());
        reboot(moment);
    }
    finish_until(now);
    if (foreign && foreign_until <= now) {
        http = foreign;
        foreign.reset();
    }
}

void FakeHost::reboot(Duration now) {
    finish_until(now);
    for (Attempt& each : attempts_) each.running = false;
    foreign_until = std::min(foreign_until, now);
    ++boot_;
}

void FakeHost::finish_until(Duration now) {
    for (Attempt& each : attempts_)
        if (each.running && each.ends <= now) finish(each);
}

void FakeHost::finish(Attempt& attempt) {
    attempt.running = false;
    if (attempt.timed_out) {
        attempt.code = 143;
        return;
    }
    if (!attempt.installer.vanishes) attempt.code = attempt.installer.code;
    if (attempt.installer.applies) apply(attempt);
}

void FakeHost::apply(const Attempt& attempt) {
    http = static_cast<Port>(std::stoi(attempt.properties.at("CCMHTTPPORT")));
    https = static_cast<Port>(std::stoi(attempt.properties.at("CCMHTTPSPORT")));
    agent_running = true;
    if (attempt.installer.closes) ways[*attempt.installer.closes] = "timeout";
    if (attempt.is_switch) return;
    installed = true;
    site = attempt.properties.at("SMSSITECODE");
}

std::string FakeHost::call(const RemoteCall& call, Duration now) {
    catch_up(now);
    if (call.function == "look") return look(call, now);
    if (call.function == "prepare") {
        incoming_[call["package"]];
        return say("prepared", "yes");
    }
    if (call.function == "unstage") {
        payload_.erase(call["package"]);
        incoming_[call["package"]].clear();
        return say("prepared", "yes");
    }
    if (call.function == "receive") return receive(call);
    if (call.function == "push") return launch(call, now);
    if (call.function == "await") return {};
    throw std::logic_error("the runner has no function " + call.function);
}

std::string FakeHost::look(const RemoteCall& call, Duration now) {
    std::string text = say("machine_id", machine_id) + say("boot_id", std::to_string(boot_)) +
                       say("free_kb", std::to_string(free_kb));
    if (payload_.contains(call["package"])) {
        text += say("staged", "yes");
    } else if (const auto parts = incoming_.find(call["package"]); parts != incoming_.end()) {
        for (const auto& [file, content] : parts->second)
            text += say("part", std::to_string(content.size()) + " " + file);
    }
    if (!call["attempt"].empty()) text += report_attempt(call["attempt"]);
    text += say("other_attempt", other_running(call["attempt"]));
    text += say("installed", installed ? "yes" : "no") + say("version", installed ? "1.0" : "") +
            say("http", text_of(http)) + say("https", text_of(https)) + say("site", site) +
            say("management_point", "mp1") + say("agent", agent_running ? "running" : "stopped") +
            say("installer", now < foreign_until ? "running" : "idle") +
            say("reaches", agent_running && http && way(*http) == "open" ? "yes" : "no") + ways_asked(call);
    return text + lies;
}

std::string FakeHost::way(Port port) const {
    const auto way = ways.find(port);
    return way == ways.end() ? "open" : way->second;
}

std::string FakeHost::ways_asked(const RemoteCall& call) const {
    const auto asked = [&](const char* protocol, const std::string& port) {
        if (!call["protocol"].empty() && call["protocol"] != protocol) return std::string();
        return say(std::string("way_") + protocol, way(static_cast<Port>(std::stoi(port))));
    };
    return asked("http", call["http_port"]) + asked("https", call["https_port"]);
}

std::string FakeHost::receive(const RemoteCall& call) {
    if (call["guess"] == "yes" && (payload_.contains(call["package"]) || has_part(call)))
        return say("skipped", call["file"]);
    std::string& content = incoming_[call["package"]][call["file"]];
    if (content.size() != std::stoull(call["offset"])) return say("error", "payload-moved " + call["file"]);
    content += call.data;
    received_ += call.data.size();
    return say("received", call["file"]);
}

bool FakeHost::has_part(const RemoteCall& call) const {
    const auto parts = incoming_.find(call["package"]);
    return parts != incoming_.end() && parts->second.contains(call["file"]);
}

std::string FakeHost::launch(const RemoteCall& call, Duration now) {
    if (std::string error = accept_payload(call); !error.empty()) return error;
    if (attempt(call["attempt"]) != nullptr) return {};
    if (std::string error = claim(call); !error.empty()) return error;
    begin(call, now);
    return {};
}

std::string FakeHost::accept_payload(const RemoteCall& call) {
    const std::string& package = call["package"];
    if (payload_.contains(package)) return {};
    const auto parts = incoming_.find(package);
    if (parts == incoming_.end()) return say("error", "payload-missing");
    std::string manifest;
    for (const auto& [file, content] : parts->second) manifest += sha256(content) + "  " + file + "\n";
    if (manifest != call["manifest"]) return say("error", "digest-mismatch some file: FAILED");
    incoming_.erase(parts);
    payload_.insert(package);
    return {};
}

std::string FakeHost::claim(const RemoteCall& call) {
    const long long fence = std::stoll(call["fence"]);
    auto& [highest, owner] = fences_[call["state_id"]];
    const bool is_copy = highest == fence && !owner.empty() && owner != call["owner"];
    if (is_copy || highest > fence) return say("error", "fenced " + std::to_string(highest));
    if (const std::string busy = other_running(call["attempt"]); !busy.empty())
        return say("error", "busy " + busy);
    highest = fence;
    owner = call["owner"];
    return {};
}

void FakeHost::begin(const RemoteCall& call, Duration now) {
    Attempt attempt;
    attempt.id = call["attempt"];
    attempt.begun = now;
    attempt.installer = installer;
    if (!next.empty()) {
        attempt.installer = next.front();
        next.pop_front();
    }
    const Duration limit = std::chrono::seconds(std::stol(call["deadline"]));
    attempt.timed_out = attempt.installer.hangs || attempt.installer.takes > limit;
    attempt.ends = now + (attempt.timed_out ? limit : attempt.installer.takes);
    attempt.is_switch = call["command"].find("/switch.sh") != std::string::npos;
    attempt.boot = boot_;
    attempt.properties = properties_in(call["properties"]);
    const bool busy = now < foreign_until || !other_running(attempt.id).empty();
    starts.push_back({name, attempt.id, now, busy, attempt.properties});
    attempts_.push_back(std::move(attempt));
    if (on_start) on_start(starts.back());
}

Duration FakeHost::left(const std::string& id, Duration now) {
    catch_up(now);
    const Attempt* asked = attempt(id);
    return asked != nullptr && asked->running ? asked->ends - now : Duration{0};
}

std::string FakeHost::report(const RemoteCall& call, Duration now) {
    catch_up(now);
    std::string text = report_attempt(call["attempt"]);
    if (attempt(call["attempt"]) != nullptr) text += "output=working\n\n";
    if (status_of(call["attempt"]) != "done") return text;
    tidy(call["package"]);
    return text + look(call, now);
}

void FakeHost::tidy(const std::string& package) {
    const std::size_t old = attempts_.size() - std::min(attempts_.size(), kept_attempts);
    for (std::size_t i = old; i-- > 0;)
        if (attempts_[i].code) attempts_.erase(attempts_.begin() + static_cast<std::ptrdiff_t>(i));
    incoming_.clear();
    std::erase_if(payload_, [&](const std::string& each) { return each != package; });
}

std::string FakeHost::status_of(const std::string& id) const {
    const Attempt* asked = attempt(id);
    if (asked == nullptr) return "absent";
    if (asked->code) return "done";
    if (asked->running) return "running";
    return asked->boot == boot_ ? "interrupted" : "rebooted";
}

std::string FakeHost::report_attempt(const std::string& id) const {
    std::string text = say("attempt", id) + say("status", status_of(id));
    const Attempt* asked = attempt(id);
    if (asked == nullptr || !asked->code) return text;
    return text + say("rc", std::to_string(*asked->code)) + (asked->timed_out ? say("timed_out", "yes") : "");
}

bool FakeHost::was_interrupted() const {
    return std::ranges::any_of(attempts_, [](const Attempt& each) { return !each.running && !each.code; });
}

std::string FakeHost::other_running(const std::string& id) const {
    const auto other =
        std::ranges::find_if(attempts_, [&](const Attempt& each) { return each.running && each.id != id; });
    return other == attempts_.end() ? std::string() : other->id;
}

bool FakeHost::put(const std::string& path, std::string_view data, std::uint64_t offset) {
    const auto file = path.rfind('/');
    const auto folder = path.rfind('/', file - 1);
    const auto place = incoming_.find(path.substr(folder + 1, file - folder - 1));
    if (place == incoming_.end()) return false;
    std::string& content = place->second[path.substr(file + 1)];
    content.resize(std::max<std::size_t>(content.size(), offset + data.size()));
    content.replace(offset, data.size(), data);
    received_ += data.size();
    return true;
}

const FakeHost::Attempt* FakeHost::attempt(const std::string& id) const {
    const auto found = std::ranges::find(attempts_, id, &Attempt::id);
    return found == attempts_.end() ? nullptr : &*found;
}

FakeHost::Attempt* FakeHost::attempt(const std::string& id) {
    return const_cast<Attempt*>(std::as_const(*this).attempt(id));
}

}  // namespace clientpush
