// Many hosts behind one jump host.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/asio/detached.hpp>
#include <list>
#include <set>

#include "rig.h"
#include "support/cancel.h"
#include "support/deaf_port.h"
#include "support/fleet.h"

namespace clientpush {
namespace {

using namespace std::chrono_literals;

std::vector<std::string> names(int count) {
    std::vector<std::string> names;
    for (int i = 1; i <= count; ++i) names.push_back(fmt::format("h{:02}", i));
    return names;
}

class CrowdBehindAJumpHost : public testing::Test {
protected:
    CrowdBehindAJumpHost() {
        write_text(bastion.folder() / "authorized_keys", read_text(fleet.login_key().string() + ".pub"));
    }

    ssh::SshOptions options() const {
        ssh::SshOptions options = trusting(write_text(
            bastion.folder() / "all", read_text(bastion.known_hosts()) + read_text(fleet.known_hosts())));
        options.key_files = {fleet.login_key()};
        options.jump_limits.reach = 1h;
        return options;
    }

    Endpoint behind(const std::string& name) const {
        Endpoint host;
        host.name = name;
        host.address = fleet.address(name);
        host.port = fleet.port();
        host.user = "root";
        host.jump = fmt::format("{}@127.0.0.1:{}", current_user(), bastion.port());
        return host;
    }

    /// What each says who it is, or why it does not; so many at once.
    std::map<std::string, std::string> ask_all(Transport& over, std::size_t at_once) {
        asio::io_context loop;
        std::map<std::string, std::string> answers;
        std::size_t next = 0;
        for (std::size_t i = 0; i < at_once; ++i)
            asio::co_spawn(loop, ask_next(&over, &next, &answers), asio::detached);
        loop.run();
        return answers;
    }

    asio::awaitable<void> ask_next(Transport* over, std::size_t* next,
                                   std::map<std::string, std::string>* answers) {
        while (*next < hosts.size()) {
            const std::string name = hosts[(*next)++];
            try {
                const Said said = co_await ask(over, behind(name), "cat /etc/machine-id");
                (*answers)[name] = said.out;
            } catch (const Error& error) {
                (*answers)[name] = error.reason() + ": " + error.what();
            }
        }
    }

    std::size_t logins() const {
        const std::string log = bastion.log();
        std::size_t times = 0;
        for (std::size_t at = 0; (at = log.find("Accepted publickey", at)) != std::string::npos; ++at)
            ++times;
        return times;
    }

    const std::vector<std::string> hosts = names(60);
    const Fleet fleet{hosts};
    const Sshd bastion{{.host_keys = {"ed25519"}, .lines = {"MaxSessions 1"}}};
};

TEST_F(CrowdBehindAJumpHost, SharesOneConnectionWhateverItsMaxSessions) {
    ssh::SshOptions patient = options();
    // However slow this machine is: nobody is to ask for a second connection.
    patient.jump_limits.patience = 1h;
    ssh::SshTransport over(patient);

    const auto answers = ask_all(over, 30);

    std::set<std::string> machines;
    for (const std::string& name : hosts) {
        EXPECT_EQ(answers.at(name), fleet.exec(name, "cat /etc/machine-id").out);
        machines.insert(answers.at(name));
    }
    EXPECT_EQ(machines.size(), hosts.size());
    EXPECT_EQ(logins(), 1u);
}

TEST_F(CrowdBehindAJumpHost, IsServedWhileMoreHostsThanConnectionsDoNotAnswer) {
    const DeafPort deaf;
    ssh::SshOptions hasty = options();
    hasty.jump_limits.patience = 20ms;
    hasty.jump_limits.blocked = 100ms;
    ssh::SshTransport over(hasty);
    Endpoint dead = behind(hosts.front());
    dead.address = "127.0.0.1";
    dead.port = deaf.port();
    asio::io_context loop;
    std::list<asio::cancellation_signal> stops;
    std::size_t ended = 0;
    for (int i = 0; i < 15; ++i) {
        asio::co_spawn(loop, ask(&over, dead, "true"),
                       asio::bind_cancellation_slot(stops.emplace_back().slot(),
                                                    [&](std::exception_ptr, const Said&) { ++ended; }));
    }
    std::map<std::string, std::string> answers;
    std::size_t next = 0;
    for (int i = 0; i < 10; ++i) asio::co_spawn(loop, ask_next(&over, &next, &answers), asio::detached);
    asio::co_spawn(loop, until([&] { return answers.size() == hosts.size(); }), [&](std::exception_ptr late) {
        EXPECT_EQ(ended, 0u) << "nobody has given up on the dead hosts yet";
        EXPECT_FALSE(late) << answers.size() << " hosts were served";
        for (asio::cancellation_signal& stop : stops) stop.emit(asio::cancellation_type::terminal);
        if (late) loop.stop();
    });

    loop.run();

    for (const auto& [name, answer] : answers)
        EXPECT_EQ(answer, fleet.exec(name, "cat /etc/machine-id").out) << name;
    EXPECT_EQ(ended, stops.size());
}

}  // namespace
}  // namespace clientpush
