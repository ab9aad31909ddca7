#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "profile/command.h"
#include "profile/placeholders.h"
#include "profile/properties.h"
#include "profile/reader.h"

namespace clientpush {

namespace {

using yaml::Node;

constexpr std::array<ExitMeaning, 5> meanings = {ExitMeaning::verify, ExitMeaning::reboot_pending,
                                                 ExitMeaning::attach, ExitMeaning::failed,
                                                 ExitMeaning::restage};

bool uses(std::string_view text, std::string_view placeholder) {
    const std::vector<std::string> names = placeholders_in(text);
    return std::ranges::find(names, placeholder) != names.end();
}

bool is_property_name(std::string_view name) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    return !name.empty() && name.front() >= 'A' && name.front() <= 'Z' &&
           name.find_first_not_of(letters) == std::string_view::npos;
}

/// "install.sh" from "{stage}/install.sh"; empty when the text names no payload file.
std::string payload_file(std::string_view text) {
    constexpr std::string_view stage = "{stage}";
    if (!text.starts_with(stage) || text.size() < stage.size() + 2) return {};
    std::string name(text.substr(stage.size() + 1));
    std::ranges::replace(name, '\\', '/');
    return name;
}

std::optional<int> integer(std::string_view text) {
    int value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// One method on its way from YAML to a value.
class MethodReader {
public:
    MethodReader(NodeReader& reader, const Node::Entry& entry, const Profile& profile)
        : reader_(reader), entry_(entry), profile_(profile) {}

    Method read() {
        static const std::vector<std::string> known = {
            "command",    "flags",      "properties", "optional", "properties_in_file",
            "exit_codes", "completion", "causes",     "deadline", "rerun_safe"};
        if (!reader_.keys(entry_.value, entry_.key, known)) return {};
        read_truth("properties_in_file", method_.properties_in_file);
        read_truth("rerun_safe", method_.rerun_safe);
        read_command();
        read_flags();
        read_properties("properties", true);
        read_properties("optional", false);
        read_exit_codes();
        read_completion();
        read_causes();
        read_deadline();
        check_ports();
        check_properties_file();
        return std::move(method_);
    }

private:
    const Node* find(std::string_view key) const { return entry_.value.find(key); }

    void read_truth(std::string_view key, bool& value) {
        if (const Node* node = find(key)) value = reader_.truth(*node, key);
    }

    void read_command() {
        const Node* node = find("command");
        if (node == nullptr || (node->kind == Node::Kind::sequence && node->items.empty())) {
            reader_.wrong(entry_, entry_.key + " has no command",
                          "give the program and its parameters as a list");
            return;
        }
        if (!reader_.is_list(*node, "command")) return;
        for (const Node& item : node->items) {
            method_.command.push_back(reader_.pattern(item, "command"));
            check_argument(item, method_.command.back());
        }
    }

    void check_argument(const Node& at, const std::string& text) {
        if (is_logon(text))
            reader_.wrong(at, text + " leaves an installed client on its old ports", "remove it");
        if (profile_.shell == Shell::cmd && is_property_name(text.substr(0, text.find('='))) &&
            text.find('=') != std::string::npos)
            reader_.wrong(at, "the property " + text + " stands among the parameters, which must come first",
                          "write it under properties");
        const std::string file = payload_file(text);
        if (!file.empty() && std::ranges::find(profile_.files, file) == profile_.files.end())
            reader_.wrong(at,
                          "the command names \"" + file + "\", which is not among the files of the profile",
                          NodeReader::instead(file, profile_.files));
    }

    void read_flags() {
        const Node* node = find("flags");
        if (node == nullptr || !reader_.is_mapping(*node, "flags")) return;
        for (const Node::Entry& flag : node->entries) {
            const std::string variable = reader_.text(flag.value, "the variable of flag " + flag.key);
            if (!is_placeholder("var." + variable) && !variable.empty())
                reader_.wrong(flag, "\"" + variable + "\" cannot be the name of a host's variable",
                              "use letters, digits and _");
            check_argument(flag.value, flag.key);
            method_.flags.push_back({flag.key, variable});
        }
    }

    void read_properties(std::string_view key, bool required) {
        const Node* node = find(key);
        if (node == nullptr || !reader_.is_mapping(*node, key)) return;
        for (const Node::Entry& property : node->entries) {
            if (!is_property_name(property.key))
                reader_.wrong(property, "\"" + property.key + "\" is no property name",
                              "use capital letters, digits and _; parameters belong into the command");
            if (!names_.insert(property.key).second)
                reader_.wrong(property, "property " + property.key + " is given twice", "remove one of them");
            const std::string value = reader_.pattern(property.value, "property " + property.key);
            if (uses(value, "properties"))
                reader_.wrong(property, "{properties} cannot stand in a property: it is the file of them all",
                              "write it into the command");
            method_.properties.push_back({property.key, value, required});
        }
    }

    void read_exit_codes() {
        const Node* node = find("exit_codes");
        if (node == nullptr) {
            method_.exit_codes = {{0, ExitMeaning::verify}};
            return;
        }
        if (!reader_.is_mapping(*node, "exit_codes")) return;
        for (const Node::Entry& entry : node->entries) read_exit_code(entry);
        const bool can_succeed = std::ranges::any_of(
            method_.exit_codes, [](const auto& each) { return each.second == ExitMeaning::verify; });
        if (!can_succeed)
            reader_.wrong(*node, "no exit code means verify, so that no install could ever succeed",
                          "write 0: verify");
    }

    void read_exit_code(const Node::Entry& entry) {
        const auto code = integer(entry.key);
        if (!code) {
            reader_.wrong(entry, "\"" + entry.key + "\" is no exit code", "write a whole number");
            return;
        }
        const auto found = std::ranges::find_if(
            meanings, [&](ExitMeaning each) { return to_text(each) == entry.value.text; });
        if (found == meanings.end()) {
            std::vector<std::string> known;
            for (const ExitMeaning each : meanings) known.emplace_back(to_text(each));
            reader_.wrong(entry.value, "exit code " + entry.key + " cannot mean \"" + entry.value.text + "\"",
                          NodeReader::instead(entry.value.text, known));
            return;
        }
        method_.exit_codes[*code] = *found;
    }

    void read_completion() {
        const Node* node = find("completion");
        if (node == nullptr || !reader_.keys(*node, "completion", {"log", "ends"})) return;
        const Node* log = node->find("log");
        const Node* ends = node->find("ends");
        if (profile_.shell != Shell::cmd || log == nullptr || ends == nullptr) {
            reader_.wrong(*node, "completion is for installers of Windows, and needs log and ends",
                          "write the path of the log, and what stands before the exit code in its last line");
            return;
        }
        Completion completion;
        completion.log = plain(*log, "log");
        if (reader_.is_list(*ends, "ends"))
            for (const Node& item : ends->items) completion.ends.push_back(plain(item, "ends"));
        method_.completion = std::move(completion);
    }

    void read_causes() {
        const Node* node = find("causes");
        if (node == nullptr || !reader_.is_list(*node, "causes")) return;
        for (const Node& item : node->items) {
            if (!reader_.keys(item, "a cause", {"sign", "reason", "cure"})) continue;
            const auto text = [&](std::string_view key) {
                const Node* value = item.find(key);
                if (value == nullptr) reader_.wrong(item, "a cause needs " + std::string(key));
                return value == nullptr ? std::string() : reader_.text(*value, key);
            };
            std::string sign = text("sign");
            std::string reason = text("reason");
            method_.causes.push_back({std::move(sign), std::move(reason), text("cure")});
        }
    }

    /// A text that cmd.exe finds in quotes.
    std::string plain(const Node& node, std::string_view what) {
        std::string text = reader_.text(node, what);
        if (std::ranges::any_of(text, cmd_misreads))
            reader_.wrong(node, std::string(what) + " has a character that cmd.exe could misread",
                          "leave out \" % ^ & | < > ! and `");
        return text;
    }

    void read_deadline() {
        const Node* node = find("deadline");
        if (node == nullptr) return;
        if (!parse_duration(node->text, method_.deadline) || method_.deadline <= Duration::zero())
            reader_.wrong(*node, "deadline \"" + node->text + "\" is no duration",
                          "write it like 90s, 30m or 2h");
    }

    void check_ports() {
        for (const std::string_view port : {"http_port", "https_port"}) {
            const bool there =
                std::ranges::any_of(method_.command, [&](const auto& text) { return uses(text, port); }) ||
                std::ranges::any_of(method_.properties, [&](const Property& property) {
                    return property.required && uses(property.value, port);
                });
            if (!there)
                reader_.wrong(
                    entry_, entry_.key + " does not carry {" + std::string(port) + "} to the client",
                    "write it into the command or into a property: a client that is not told a port "
                    "falls back to 80 or 443");
        }
    }

    void check_properties_file() {
        const bool named =
            std::ranges::any_of(method_.command, [](const auto& text) { return uses(text, "properties"); });
        if (named && !method_.properties_in_file)
            reader_.wrong(entry_,
                          "the command of " + entry_.key + " names {properties}, but none are written",
                          "write properties_in_file: true");
        if (!named && method_.properties_in_file)
            reader_.wrong(entry_,
                          "the command of " + entry_.key + " does not name the file of its properties",
                          "write \"{properties}\" into the command");
    }

    NodeReader& reader_;
    const Node::Entry& entry_;
    const Profile& profile_;
    Method method_;
    std::set<std::string> names_;
};

}  // namespace

Method read_method(NodeReader& reader, const Node::Entry& entry, const Profile& profile) {
    return MethodReader(reader, entry, profile).read();
}

}  // namespace clientpush
