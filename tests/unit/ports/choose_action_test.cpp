#include <gtest/gtest.h>

#include "ports/plan.h"
#include "unit/ports/builders.h"

namespace clientpush {
namespace {

constexpr Methods any_method{};
constexpr Methods only_switch{true, false, false};
constexpr Methods only_install{false, true, false};
constexpr Methods no_method{false, false, false};
constexpr Methods bare_push{true, true, true};

const std::vector<Outlook> lost_or_unsure{Outlook::unmanaged, Outlook::alternative_only, Outlook::unknown};

Verdict judged(Outlook outlook) {
    return {outlook, "some-rule", "some reason"};
}

Client healthy(Client client) {
    client.healthy = true;
    return client;
}

Client sick(Client client) {
    client.healthy = false;
    return client;
}

Client without_address(Client client) {
    client.has_address = false;
    return client;
}

Client at(Location location, Client client) {
    client.location = location;
    return client;
}

Client never_seen(Client client) {
    client.seen = PortsSeen{};
    return client;
}

void expect(const Client& client, Outlook outlook, Methods methods, Action action) {
    const auto [chosen, why] = choose_action(client, judged(outlook), methods);
    EXPECT_EQ(to_text(chosen), to_text(action)) << to_text(outlook) << ": " << why;
    EXPECT_FALSE(why.empty());
}

TEST(ChooseAction, ClientsThatTheChangeDoesNotLoseNeedNone) {
    for (const Outlook outlook : {Outlook::managed, Outlook::cloud, Outlook::self_heals}) {
        expect(healthy(domain_client()), outlook, any_method, Action::none);
        expect(without_address(domain_client()), outlook, any_method, Action::none);
        expect(at(Location::internet, domain_client()), outlook, any_method, Action::none);
    }
}

TEST(ChooseAction, AHealthyClientIsSwitched) {
    for (const Outlook outlook : lost_or_unsure) {
        expect(healthy(workgroup_client()), outlook, any_method, Action::switch_ports);
    }
}

TEST(ChooseAction, AClientThatIsNotKnownToBeHealthyIsInstalled) {
    for (const Outlook outlook : lost_or_unsure) {
        expect(sick(workgroup_client()), outlook, any_method, Action::install);
        expect(workgroup_client(), outlook, any_method, Action::install);
    }
}

TEST(ChooseAction, AHealthyClientWhosePortsNobodyKnowsIsInstalled) {
    expect(healthy(never_seen(workgroup_client())), Outlook::unknown, any_method, Action::install);
}

TEST(ChooseAction, APlaybookWithoutSwitchInstallsEvenTheHealthy) {
    expect(healthy(workgroup_client()), Outlook::unmanaged, only_install, Action::install);
}

TEST(ChooseAction, APlaybookWithoutInstallLeavesAloneWhomSwitchDoesNotFit) {
    expect(healthy(workgroup_client()), Outlook::unmanaged, only_switch, Action::switch_ports);
    expect(sick(workgroup_client()), Outlook::unmanaged, only_switch, Action::none);
    expect(workgroup_client(), Outlook::unmanaged, only_switch, Action::none);
    expect(healthy(never_seen(workgroup_client())), Outlook::unknown, only_switch, Action::none);
}

TEST(ChooseAction, WithoutAnyMethodNothingIsPushed) {
    expect(healthy(workgroup_client()), Outlook::unmanaged, no_method, Action::none);
}

TEST(ChooseAction, AClientOnTheInternetIsNeverSwitched) {
    for (const Location location : {Location::internet, Location::internet_only}) {
        const Client client = at(location, healthy(domain_client()));
        expect(client, Outlook::unmanaged, any_method, Action::install);
        expect(client, Outlook::unmanaged, only_install, Action::install);
        expect(client, Outlook::unmanaged, only_switch, Action::bundle);
        expect(client, Outlook::unmanaged, bare_push, Action::install);
        expect(client, Outlook::managed, bare_push, Action::install);
    }
}

TEST(ChooseAction, AClientWithoutAddressGetsABundle) {
    for (const Outlook outlook : lost_or_unsure) {
        expect(without_address(healthy(workgroup_client())), outlook, any_method, Action::bundle);
        expect(without_address(at(Location::internet, domain_client())), outlook, any_method, Action::bundle);
        expect(without_address(healthy(workgroup_client())), outlook, bare_push, Action::bundle);
    }
}

TEST(ChooseAction, TheBarePushTakesEveryoneThatItCanReach) {
    for (const Outlook outlook :
         {Outlook::managed, Outlook::self_heals, Outlook::unmanaged, Outlook::unknown}) {
        expect(domain_client(), outlook, bare_push, Action::install);
        expect(healthy(domain_client()), outlook, bare_push, Action::switch_ports);
        expect(healthy(never_seen(domain_client())), outlook, bare_push, Action::install);
    }
}

TEST(ChooseAction, TheBarePushLeavesCloudClientsAndUnreachableSafeOnesAlone) {
    expect(domain_client(), Outlook::cloud, bare_push, Action::none);
    expect(without_address(domain_client()), Outlook::managed, bare_push, Action::none);
    expect(without_address(domain_client()), Outlook::self_heals, bare_push, Action::none);
}

TEST(ChooseAction, WithoutASiteThereAreNoPortsToGive) {
    const Verdict nowhere{Outlook::unknown, "site-not-known", "there is no site XYZ"};

    EXPECT_EQ(choose_action(domain_client(), nowhere, any_method).first, Action::none);
    EXPECT_EQ(choose_action(domain_client(), nowhere, bare_push).first, Action::none);
}

TEST(ChooseAction, SaysWhy) {
    const auto why = [](const Client& client, Methods methods) {
        return choose_action(client, judged(Outlook::unmanaged), methods).second;
    };

    EXPECT_EQ(why(healthy(workgroup_client()), any_method),
              "its agent is healthy: setting the ports is enough");
    EXPECT_EQ(why(sick(workgroup_client()), any_method), "switch does not fit: its agent is not healthy");
    EXPECT_EQ(why(workgroup_client(), only_switch),
              "only switch is allowed, and nobody knows whether its agent is healthy");
    EXPECT_EQ(why(without_address(workgroup_client()), any_method),
              "the inventory has no address at which a push could reach it");
}

TEST(Action, WordsAreThoseOfThePlan) {
    EXPECT_EQ(to_text(Action::none), "none");
    EXPECT_EQ(to_text(Action::switch_ports), "switch");
    EXPECT_EQ(to_text(Action::install), "install");
    EXPECT_EQ(to_text(Action::bundle), "bundle");
}

}  // namespace
}  // namespace clientpush
