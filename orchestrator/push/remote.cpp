#include "push/remote.h"

#include <algorithm>
#include <charconv>

#include "base/untrusted.h"
#include "profile/command.h"

namespace clientpush {

extern const std::string_view runner_script;

namespace {

template <typename Number>
std::optional<Number> number(std::string_view text) {
    Number value{};
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
    return value;
}

std::optional<Port> port(const std::string& text) {
    const auto value = number<unsigned>(text);
    if (!value || *value == 0 || *value > 65535) return std::nullopt;
    return static_cast<Port>(*value);
}

/// The runner's own word for what is wrong, and what a person can do about it.
Error remote_error(const std::string& line) {
    const std::string word = line.substr(0, line.find(' '));
    const std::string rest = word.size() < line.size() ? line.substr(word.size() + 1) : "";
    const auto error = [&](const std::string& reason, const std::string& what, const std::string& cure) {
        return Error(Error::Kind::remote, reason, what, cure);
    };
    if (word == "cannot-create")
        return error("permission-denied", "cannot create " + rest,
                     "look at what stands in its place; log in as a user who may, or set clientpush_dir to a "
                     "folder of the login");
    if (word == "not-ours")
        return error("folder-not-ours", rest + " is a link or belongs to somebody else",
                     "look at it on the host and remove it, or set clientpush_dir");
    if (word == "disk-full") return error("disk-full", "no space left on the host", "free some space on it");
    if (word == "digest-mismatch" || word == "payload-missing")
        return error("digest-mismatch", "the payload on the host is not the one that was sent: " + rest,
                     "look at the host's disk and at who else writes there; then retry");
    if (word == "payload-moved")
        return error("payload-moved", "somebody else writes the payload on the host: " + rest,
                     "see that no other controller pushes to it; then retry");
    if (word == "fenced")
        return error("fenced", "another controller of this state database owns the host",
                     "use that one; a database that was restored from a backup cannot go on: start a new one "
                     "with --state");
    if (word == "busy")
        return error("installer-running", "attempt " + rest + " is being installed there right now",
                     "wait for its end; the host is looked at again by a retry");
    return error("remote-failure", "the host says: " + line, "look at the host");
}

void read_attempt(const Answer& answer, Look& look) {
    const std::string status = answer.last("status");
    if (status == "absent") look.attempt = OnHost::absent;
    if (status == "running") look.attempt = OnHost::running;
    if (status == "done") look.attempt = OnHost::done;
    if (status == "interrupted") look.attempt = OnHost::interrupted;
    if (status == "rebooted") look.attempt = OnHost::rebooted;
    look.exit_code = number<int>(answer.last("rc"));
    if (look.attempt == OnHost::done && !look.exit_code) look.attempt = OnHost::interrupted;
    look.timed_out = answer.last("timed_out") == "yes";
}

void read_staging(const Answer& answer, Look& look) {
    look.staged = answer.last("staged") == "yes";
    for (const std::string& part : answer.all("part")) {
        const auto space = part.find(' ');
        const auto size = number<std::uint64_t>(part.substr(0, space));
        if (space != std::string::npos && size) look.parts[part.substr(space + 1)] = *size;
    }
}

}  // namespace

std::string value_of(const RemoteValues& values, const std::string& name) {
    const auto found = values.find(name);
    return found == values.end() ? std::string() : found->second;
}

std::string_view reading_line() {
    // The shell reads its input itself only byte by byte: that suits a number, not a script.
    return "IFS= read -r size && text=$(dd bs=\"$size\" count=1 iflag=fullblock 2>/dev/null || head -c "
           "\"$size\") "
           "&& eval \"$text\"";
}

std::string_view shell_line() {
    static const std::string line = "exec sh -c '" + std::string(reading_line()) + "'";
    return line;
}

// A text in braces is run whole or, when the link broke in the middle of it, not at all.
std::string shell_opening(const std::string& token) {
    std::string text = "{\ntoken=" + sh_quote(token) + "\n";
    text += runner_script;
    text += "\nserve\n}\n";
    return std::to_string(text.size()) + "\n" + text;
}

std::string shell_call(const std::string& token, const std::string& nonce, const std::string& function,
                       const RemoteValues& values) {
    std::string text = "{\n";
    for (const auto& [name, value] : values) text += name + "=" + sh_quote(value) + "\n";
    text += function + "\nsay finished yes\n}\n";
    return token + " " + nonce + " " + std::to_string(text.size()) + "\n" + text;
}

std::string answer_end(const std::string& nonce) {
    return "\nclientpush-end " + nonce + "\n";
}

std::string Answer::last(std::string_view name) const {
    for (auto line = lines.rbegin(); line != lines.rend(); ++line)
        if (line->first == name) return line->second;
    return {};
}

std::vector<std::string> Answer::all(std::string_view name) const {
    std::vector<std::string> values;
    for (const auto& line : lines)
        if (line.first == name) values.push_back(line.second);
    return values;
}

Answer read_answer(std::string_view text, const std::string& nonce) {
    Answer answer;
    std::string_view rest = text.substr(0, text.rfind(answer_end(nonce)));
    while (!rest.empty()) {
        const auto stop = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, stop);
        rest.remove_prefix(std::min(stop + 1, rest.size()));
        if (line.starts_with("output="))
            answer.output += printable(line.substr(7)) + "\n";
        else if (const auto equals = line.find('='); equals != std::string_view::npos)
            answer.lines.emplace_back(printable(line.substr(0, equals)), printable(line.substr(equals + 1)));
    }
    if (const std::string error = answer.last("error"); !error.empty()) throw remote_error(error);
    if (answer.last("finished") != "yes")
        throw Error(Error::Kind::lost, "no-trailer",
                    "the host ended our script before it was done: " + printable(tail(text, 300)),
                    "it is looked at again; see whether the host is short of memory or processes");
    return answer;
}

Look read_look(const Answer& answer) {
    Look look;
    look.machine_id = answer.last("machine_id");
    look.boot_id = answer.last("boot_id");
    look.missing_tools = answer.all("missing");
    look.lacks_rights = answer.last("elevated") == "no";
    if (const auto kb = number<std::uint64_t>(answer.last("free_kb"))) look.free_bytes = *kb * 1024;
    look.other_attempt = answer.last("other_attempt");
    look.installed = answer.last("installed") == "yes";
    look.version = answer.last("version");
    look.http = port(answer.last("http"));
    look.https = port(answer.last("https"));
    look.site = answer.last("site");
    look.management_point = answer.last("management_point");
    look.agent_running = answer.last("agent") == "running";
    look.installer_running = answer.last("installer") == "running";
    if (const std::string reaches = answer.last("reaches"); reaches == "yes" || reaches == "no")
        look.reaches = reaches == "yes";
    look.way_http = answer.last("way_http");
    look.way_https = answer.last("way_https");
    read_attempt(answer, look);
    read_staging(answer, look);
    return look;
}

}  // namespace clientpush
