// The line to a host breaks while the payload is on its way.
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <list>
#include <random>

#include "integration/push/rig.h"
#include "support/files.h"
#include "support/rough_line.h"

namespace clientpush {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t payload_bytes = std::size_t{4} << 20;

class LineThatIsCut : public testing::Test {
protected:
    /// The demo client with something that takes a while on its way.
    LineThatIsCut() {
        const fs::path copy = rig.fleet.scratch() / "profiles" / "demo-client";
        fs::create_directories(copy.parent_path());
        fs::copy(fs::path(CLIENTPUSH_SOURCE_DIR) / "payload/demo-client", copy);
        std::string ballast(payload_bytes, '\0');
        std::mt19937 random(1);
        for (char& byte : ballast) byte = static_cast<char>(random());
        write_text(copy / "ballast.bin", ballast);
        std::string text = read_text(copy / "profile.yml");
        text.replace(text.find("client.sh, "), 11, "client.sh, ballast.bin, ");
        write_text(copy / "profile.yml", text);
        profile = std::make_shared<Profile>(load_profile(copy));
        package = std::make_shared<Package>(pack(*profile));
    }

    Job through(const RoughLine& line, const std::string& host) {
        know(line, host);
        Job job = rig.job(host, PushRig::old_http);
        job.host.address = "127.0.0.1";
        job.host.port = line.port();
        job.profile = profile;
        job.package = package;
        return job;
    }

    /// The end of the line has the host's key.
    void know(const RoughLine& line, const std::string& host) {
        const std::string known = read_text(rig.fleet.known_hosts());
        const std::string name = "[" + rig.fleet.address(host) + "]:" + std::to_string(rig.fleet.port());
        const std::size_t key = known.find(name) + name.size();
        write_text(rig.fleet.known_hosts(), known + "[127.0.0.1]:" + std::to_string(line.port()) +
                                                known.substr(key, known.find('\n', key) + 1 - key));
        rig.forget_connections();
    }

    /// All of them at once: a silent line takes half a minute to be noticed.
    std::vector<Outcome> push(std::vector<Job> jobs) {
        Services with = rig.services();
        std::list<HostJob> at_work;
        std::vector<Outcome> outcomes(jobs.size());
        for (std::size_t i = 0; i < jobs.size(); ++i) {
            clientpush::Run run;
            run.kind = "push";
            run.state = RunState::ended;
            jobs[i].row.run = rig.store().begin_run(run, {jobs[i].row});
            jobs[i].fence = rig.store().claim_run(jobs[i].row.run);
            HostJob& job = at_work.emplace_back(with, rig.limits, std::move(jobs[i]));
            asio::co_spawn(rig.loop, job.run(),
                           [&outcomes, i](const std::exception_ptr& failure, Outcome one) {
                               EXPECT_FALSE(failure);
                               outcomes[i] = std::move(one);
                           });
        }
        rig.loop.run();
        return outcomes;
    }

    void expect_goes_on_where_it_was_cut(bool silently) {
        std::list<RoughLine> lines;
        std::vector<Job> jobs;
        for (const auto& [host, percent] : hosts) {
            const std::size_t cut_after = payload_bytes / 100 * static_cast<std::size_t>(percent);
            lines.emplace_back(rig.fleet.address(host), rig.fleet.port(),
                               Roughness{.cut_after = cut_after, .silently = silently});
            jobs.push_back(through(lines.back(), host));
        }

        const std::vector<Outcome> outcomes = push(std::move(jobs));

        auto outcome = outcomes.begin();
        auto line = lines.begin();
        for (const auto& [host, percent] : hosts) {
            EXPECT_EQ(outcome->reason, "proved") << host << ": " << outcome->detail;
            EXPECT_EQ(rig.fleet.starts(host), 1) << host;
            EXPECT_GE(line->connections(), 2) << host;
            EXPECT_LT(line->sent(), payload_bytes * 5 / 4) << host << ": what was there was sent again";
            ++outcome, ++line;
        }
    }

    const std::map<std::string, int> hosts{{"one", 1}, {"half", 50}, {"nearly", 99}};
    PushRig rig{{"one", "half", "nearly"}};
    std::shared_ptr<const Profile> profile;
    std::shared_ptr<const Package> package;
};

TEST_F(LineThatIsCut, ByAResetAtOneFiftyAndNinetyNinePercentGoesOnWhereItWas) {
    expect_goes_on_where_it_was_cut(false);
}

TEST_F(LineThatIsCut, SilentlyAtOneFiftyAndNinetyNinePercentGoesOnWhereItWas) {
    expect_goes_on_where_it_was_cut(true);
}

}  // namespace
}  // namespace clientpush
