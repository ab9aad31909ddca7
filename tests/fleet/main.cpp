#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <sstream>

#include "base/error.h"
#include "fleet/control.h"
#include "fleet/enter.h"
#include "fleet/up.h"

namespace clientpush::fleet {
namespace {

struct Arguments {
    std::string dir;
    std::string host;
    std::string word;
    std::string size;
    std::string endpoint;
    std::vector<std::string> command;
    FleetOptions fleet;
    bool daemon = false;
};

/// "-" among the names stands for those on standard input.
std::vector<std::string> with_names_from_input(const std::vector<std::string>& names) {
    std::vector<std::string> all;
    for (const std::string& name : names) {
        if (name != "-") {
            all.push_back(name);
            continue;
        }
        for (std::string word; std::cin >> word;) all.push_back(word);
    }
    return all;
}

int execute_inside(const Arguments& arguments) {
    std::istringstream found(order(arguments.dir, {"init", arguments.host}));
    pid_t init = 0;
    std::string home;
    found >> init >> home;
    return run_inside(init, home, arguments.command);
}

void print_order(const Arguments& arguments, const std::vector<std::string>& words) {
    fmt::print("{}", order(arguments.dir, words));
}

class CommandLine {
public:
    CommandLine() {
        program_.require_subcommand(1);
        add_up();
        verb("down", "End a fleet")->callback([this] { down(arguments_.dir); });
        add_switches();
        add_machine_verbs();
        verb("list", "Print name, endpoint, switch and number of connections of each host")->callback([this] {
            print_order(arguments_, {"list"});
        });
    }

    int run(int argc, char** argv) {
        try {
            program_.parse(argc, argv);
            return status_;
        } catch (const CLI::ParseError& e) {
            return program_.exit(e);
        }
    }

private:
    CLI::App* verb(const std::string& name, const std::string& about) {
        CLI::App* const added = program_.add_subcommand(name, about);
        added->add_option("--dir", arguments_.dir, "The fleet's folder")->required();
        return added;
    }

    CLI::App* host_verb(const std::string& name, const std::string& about) {
        CLI::App* const added = verb(name, about);
        added->add_option("HOST", arguments_.host)->required();
        added->callback([this, name] { print_order(arguments_, {name, arguments_.host}); });
        return added;
    }

    void add_up() {
        CLI::App* const up_verb = verb("up", "Start a fleet and run it until SIGTERM, SIGINT or `down`");
        FleetOptions& fleet = arguments_.fleet;
        up_verb->add_option("NAME", fleet.names, "Hosts; - reads more names from standard input");
        up_verb->add_option("--base", fleet.base, "Hosts get the addresses after this one")
            ->capture_default_str();
        up_verb->add_option("--port", fleet.port, "SSH port of every host; 0: any free one")
            ->capture_default_str();
        up_verb->add_option("--user", fleet.user, "Login user")->capture_default_str();
        up_verb
            ->add_option("--mp", fleet.management_points,
                         "Management point, ADDRESS:PORT[,PORT...]; repeatable")
            ->allow_extra_args(false);
        up_verb->add_option("--until", fleet.until, "End when this process has ended, whatever way");
        up_verb->add_flag("--daemon", arguments_.daemon, "Return when everything listens");
        up_verb->callback([this] {
            arguments_.fleet.names = with_names_from_input(arguments_.fleet.names);
            status_ = up(arguments_.dir, arguments_.fleet, arguments_.daemon);
        });
    }

    void add_switches() {
        CLI::App* const set = host_verb("set", "Turn a host's switch");
        set->add_option("STATE", arguments_.word, "on, off, silent or reset")->required();
        set->callback([this] { print_order(arguments_, {"set", arguments_.host, arguments_.word}); });
        host_verb("swap-key", "Give a host a new host key");
        host_verb("revoke", "Take the login key out of a host's authorized_keys");
        host_verb("admit", "Put the login key back");
        CLI::App* const mp = verb("mp", "Open or close a port of a management point");
        mp->add_option("ACTION", arguments_.word)->required()->check(CLI::IsMember({"open", "close"}));
        mp->add_option("ENDPOINT", arguments_.endpoint, "ADDRESS:PORT[,PORT...]")->required();
        mp->callback([this] { print_order(arguments_, {"mp", arguments_.word, arguments_.endpoint}); });
    }

    void add_machine_verbs() {
        host_verb("reboot", "End everything that runs on a host and give it a new boot id");
        CLI::App* const limit = host_verb("limit", "Make a host's /var/lib/clientpush a small, empty disk");
        limit->add_option("--disk", arguments_.size, "200K, 5M, 1G or none")->required();
        limit->callback([this] { print_order(arguments_, {"limit", arguments_.host, arguments_.size}); });
        CLI::App* const exec = host_verb("exec", "Run a command on a host, without SSH: exec HOST -- CMD...");
        exec->add_option("CMD", arguments_.command)->required();
        exec->callback([this] { status_ = execute_inside(arguments_); });
    }

    CLI::App program_{"A throw-away fleet of SSH hosts on loopback, each a machine of its own",
                      "clientpush-fleet"};
    Arguments arguments_;
    int status_ = 0;
};

}  // namespace
}  // namespace clientpush::fleet

int main(int argc, char** argv) {
    try {
        return clientpush::fleet::CommandLine().run(argc, argv);
    } catch (const clientpush::Error& e) {
        fmt::print(stderr, "clientpush-fleet: {}\n", describe(e));
    } catch (const std::exception& e) {
        fmt::print(stderr, "clientpush-fleet: {}\n", e.what());
    }
    return 1;
}
