// The CPU that verdicts cost, by rule and for a mixed fleet of a million clients.
#include <benchmark/benchmark.h>

#include "ports/plan.h"
#include "unit/ports/builders.h"

namespace clientpush {
namespace {

Sites after_the_change() {
    Site site = primary();
    site.ports.http = {8080, Port{81}};
    return sites_of({site});
}

/// One client for each way through the rules.
std::vector<Client> one_of_each() {
    Client cloud = domain_client("tablet");
    cloud.location = Location::cmg;
    Client linux_box = domain_client("linux", seen_on(82));
    linux_box.platform = Platform::linux;
    Client abroad = domain_client("laptop", seen_on(82));
    abroad.location = Location::internet;
    Client other = domain_client("dmz", seen_on(82));
    other.forest = "other.example";
    Client undecided = domain_client("new", PortsSeen{});
    undecided.membership.reset();
    undecided.protocol.reset();
    return {cloud,
            domain_client("kept", seen_on(8080)),
            domain_client("alternative", seen_on(81)),
            linux_box,
            abroad,
            workgroup_client("kiosk", seen_on(82)),
            other,
            domain_client("heals", seen_on(82)),
            undecided};
}

void verdict(benchmark::State& state) {
    const Sites sites = after_the_change();
    const Client client = one_of_each().at(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(outlook(client, sites));
    state.SetLabel(outlook(client, sites).rule);
}
BENCHMARK(verdict)->DenseRange(0, 8);

void million_verdicts(benchmark::State& state) {
    const Sites sites = after_the_change();
    const std::vector<Client> each = one_of_each();
    for (auto _ : state)
        for (std::size_t i = 0; i < 1'000'000; ++i)
            benchmark::DoNotOptimize(outlook(each[i % each.size()], sites));
}
BENCHMARK(million_verdicts)->Unit(benchmark::kSecond)->Iterations(3);

}  // namespace
}  // namespace clientpush

BENCHMARK_MAIN();
