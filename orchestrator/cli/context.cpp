#include "cli/context.h"

#include <fmt/format.h>
#include <pwd.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "base/names.h"
#include "cli/inventory_program.h"
#include "inventory/json_source.h"
#include "inventory/pattern.h"
#include "yaml/document.h"

namespace clientpush {

namespace fs = std::filesystem;

LoadOptions load_options(const Settings& settings) {
    LoadOptions options;
    for (const std::string& assignment : settings.extra_vars) {
        const auto equals = assignment.find('=');
        if (equals == std::string::npos || equals == 0)
            throw Error(Error::Kind::usage, "extra-var", "-e wants name=value, not `" + assignment + "`");
        options.extra.push_back({assignment.substr(0, equals), assignment.substr(equals + 1)});
    }
    options.columns = settings.columns;
    options.run = [limit = settings.inventory_timeout](const std::string& program) {
        return output_of_inventory(program, limit);
    };
    options.read_input = [] {
        static const std::string once = read_all(std::cin);  // a command that reads twice gets the same
        return once;
    };
    return options;
}

Inventory read_inventory(const Settings& settings) {
    if (settings.inventory.empty())
        throw Error(Error::Kind::usage, "inventory-not-given", "no inventory was given",
                    "name one with -i FILE, CLIENTPUSH_INVENTORY, or `inventory:` in ./clientpush.yml");
    LoadedInventory loaded = load_inventory(settings.inventory, load_options(settings));
    const std::size_t warnings = loaded.warnings.size();
    if (settings.verbosity > 0)
        std::cerr << describe(loaded.warnings) << (loaded.warnings.empty() ? "" : "\n");
    else if (!settings.quiet && warnings > 0)
        std::cerr << fmt::format("clientpush: {} about the inventory; see: clientpush inventory validate\n",
                                 counted(warnings, "warning"));
    return std::move(loaded.inventory);
}

std::vector<std::size_t> select_hosts(const Inventory& inventory, const Settings& settings,
                                      const std::string& pattern) {
    std::vector<std::string> patterns{pattern};
    patterns.insert(patterns.end(), settings.limit.begin(), settings.limit.end());
    return select(inventory, patterns);
}

std::unique_ptr<StoreReader> read_state(const Settings& settings) {
    if (!fs::exists(settings.state)) return nullptr;
    return std::make_unique<SqliteReader>(settings.state);
}

std::unique_ptr<StoreReader> need_state(const Settings& settings) {
    if (auto state = read_state(settings)) return state;
    throw Error(Error::Kind::usage, "state-missing", "there is no state at " + settings.state + " yet",
                "the first `clientpush push` makes it; or name another with --state or CLIENTPUSH_STATE");
}

OwnedState own_state(const Settings& settings, const std::string& command) {
    StateLock lock = StateLock::acquire(settings.state, command, SystemClock().now());
    const fs::path path = lock.state();
    return {path, std::make_unique<SqliteStore>(std::move(lock))};
}

Profile find_profile(const Settings& settings, const std::string& name) {
    const fs::path folder = fs::path(settings.payload) / name;
    const bool plain = !name.empty() && name.find('/') == std::string::npos && name != "." && name != "..";
    if (plain && fs::exists(folder / "profile.yml")) return load_profile(folder);
    std::vector<std::string> known;
    std::string all;
    for (const Profile& profile : load_profiles(settings.payload)) {
        known.push_back(profile.name);
        all += (all.empty() ? "" : ", ") + profile.name;
    }
    throw Error(Error::Kind::usage, "profile-unknown", "no profile `" + name + "` below " + settings.payload,
                all.empty() ? "name the folder of profiles with --payload" : "use one of: " + all);
}

PlanInput plan_input(const Inventory& inventory, std::vector<std::size_t> selected, StoreReader* state,
                     Time now) {
    PlanInput input{inventory, std::move(selected), {}, {}, inventory.sites, inventory.sites, {}, now};
    if (state == nullptr) return input;
    input.records = state->host_records();
    for (const Waiver& waiver : state->waivers()) input.waived.insert(waiver.host);
    input.before = as_last_pushed(inventory.sites, state->generations());
    return input;
}

Duration read_duration(const std::string& flag, const std::string& text, const std::string& example) {
    Duration duration{};
    if (parse_duration(text, duration)) return duration;
    throw Error(Error::Kind::usage, "duration",
                fmt::format("{} wants a time such as {}, not `{}`", flag, example, text),
                "write it with d, h, m or s");
}

Style output_style(const Settings& settings) {
    Style style;
    winsize size{};
    const bool terminal = ::isatty(STDOUT_FILENO) == 1;
    if (terminal && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) style.width = size.ws_col;
    const char* no_color = std::getenv("NO_COLOR");
    const bool refused = no_color != nullptr && *no_color != '\0';
    style.colour = settings.color == "always" || (settings.color == "auto" && terminal && !refused);
    return style;
}

bool has_live_display(const Settings& settings) {
    const char* terminal = std::getenv("TERM");
    const bool dumb = terminal == nullptr || std::string_view(terminal) == "dumb";
    return !settings.quiet && settings.verbosity == 0 && !dumb && ::isatty(STDERR_FILENO) == 1;
}

std::string requester() {
    const passwd* user = ::getpwuid(::geteuid());
    char machine[256] = {};
    ::gethostname(machine, sizeof machine - 1);
    return fmt::format("{}@{}", user == nullptr ? "?" : user->pw_name, machine);
}

std::string new_id() {
    unsigned char bytes[16];
    if (::getrandom(bytes, sizeof bytes, 0) != static_cast<ssize_t>(sizeof bytes))
        throw Error(Error::Kind::internal, "no-random", "the system gave no random numbers");
    std::string id;
    for (const unsigned char byte : bytes) id += fmt::format("{:02x}", byte);
    return id;
}

bool ask_yes(const std::string& question) {
    if (::isatty(STDIN_FILENO) != 1) return false;
    std::cerr << question << " [y/N] " << std::flush;
    std::string answer;
    std::getline(std::cin, answer);
    return answer == "y" || answer == "yes" || answer == "Y";
}

}  // namespace clientpush
