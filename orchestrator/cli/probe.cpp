#include "cli/probe.h"

#include <fmt/format.h>

#include <iostream>

#include "base/names.h"
#include "cli/execute.h"
#include "cli/order.h"
#include "cli/pushing.h"

namespace clientpush {

namespace {

/// Where nothing is remembered: a dry run leaves no trace.
class Unrecorded : public Store {
public:
    RunId begin_run(Run, std::vector<HostRun>) override { return 0; }
    std::int64_t claim_run(RunId) override { return 0; }
    void set_run_state(RunId, RunState, std::string, Time) override {}
    PortGeneration record_generation(const std::string&, const SitePorts&, Website, Time) override {
        return {};
    }
    void waive(Waiver) override {}
    asio::awaitable<void> commit(Change) override { co_return; }
    void note(Change) override {}

    std::string state_id() override { return id_; }
    std::optional<Run> run(RunId) override { return {}; }
    std::vector<Run> runs() override { return {}; }
    std::optional<Run> latest_run() override { return {}; }
    std::optional<Run> open_run() override { return {}; }
    std::vector<HostRun> hosts_of(RunId) override { return {}; }
    std::vector<Attempt> attempts_of(RunId) override { return {}; }
    std::vector<Attempt> attempts_on(const std::string&) override { return {}; }
    std::vector<HostRecord> host_records() override { return {}; }
    std::optional<HostRecord> host_record(const std::string&) override { return {}; }
    std::vector<PortGeneration> generations() override { return {}; }
    std::vector<Waiver> waivers() override { return {}; }
    std::vector<Event> events(RunId, std::int64_t, std::size_t) override { return {}; }

private:
    std::string id_ = new_id();
};

std::optional<Way> way_of(const std::string& word) {
    if (word == "open") return Way::open;
    if (word == "refused") return Way::refused;
    if (word == "timeout") return Way::timeout;
    return std::nullopt;
}

RunOrder order_of(const PushRequest& request, const Inventory& inventory, const Sites& sites,
                  const std::vector<std::size_t>& selected, Store& store) {
    const auto profile =
        std::make_shared<const Profile>(find_profile(request.settings, request.playbook.profile));
    refuse_unless_runnable(*profile);
    const OrderInput input{request, inventory, sites, profile, nullptr, store, true};
    RunOrder order = make_order(input, Run{}, rows_to_look_at(inventory, selected, SystemClock().now()));
    order.playbook = bare_playbook();  // gates and retries are for those who change something
    order.playbook.limits = request.playbook.limits;
    return order;
}

}  // namespace

Probe probe(const PushRequest& request, const Inventory& inventory, const Sites& sites,
            const std::vector<std::size_t>& selected) {
    Probe found;
    Unrecorded store;
    Surroundings around{store};
    around.looked = [&](const HostRecord& record, const Look& seen) {
        HostRecord fact = record;
        fact.seen.source = PortsSeen::Source::probe;
        fact.seen.origin = "probe";
        found.records[record.host] = std::move(fact);
        found.ways[record.host] = {way_of(seen.way_http), way_of(seen.way_https)};
    };
    RunOrder order = order_of(request, inventory, sites, selected, store);
    std::cerr << fmt::format("clientpush: looking at {}\n", counted(order.hosts.size(), "host"));
    Settings quiet = request.settings;
    quiet.quiet = quiet.quiet || !has_live_display(quiet);
    const Executed done = execute(quiet, around, std::move(order));
    for (const HostRun& row : done.result.hosts)
        if (!found.records.contains(row.host)) found.silent.push_back(row.host);
    return found;
}

}  // namespace clientpush
