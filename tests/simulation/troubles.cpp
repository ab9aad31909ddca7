#include "simulation/troubles.h"

namespace clientpush {

namespace {

using namespace std::chrono_literals;

void make_playbook(PushWorld& world, Dice& dice) {
    Playbook& playbook = world.playbook;
    playbook.limits.at_once = dice.from(1, 5);
    if (dice.one_in(3)) playbook.limits.per_site = dice.from(1, 3);
    if (dice.one_in(3)) playbook.limits.per_jump_host = dice.from(1, 3);
    if (dice.one_in(3)) playbook.limits.logins_per_second = dice.from(1, 20);
    if (dice.one_in(3)) playbook.gate.failed = Share{double(dice.from(10, 60)), 0, true};
    if (dice.one_in(4)) playbook.gate.unreachable = Share{0, dice.from(0, 3), false};
    if (dice.one_in(3)) playbook.gate.then = GateSpec::Then::pause;
    for (const HostState state : {HostState::failed, HostState::unverified, HostState::blocked}) {
        RetrySpec& spec = playbook.retry[state];
        spec = {0s, 2, 10min, dice.between(5min, 60min), dice.from(0, 2)};
        if (dice.one_in(2)) spec.first = dice.between(1s, 5min);
    }
    playbook.rollback = dice.one_in(2);
    playbook.retry[HostState::unreachable] = {1min, 2, 10min, dice.between(5min, 60min)};
    world.profile.install->rerun_safe = world.profile.light->rerun_safe = !dice.one_in(3);
    if (dice.one_in(4)) world.profile.light.reset();
}

Installer random_installer(Dice& dice) {
    Installer installer;
    installer.takes = dice.between(0s, 3min);
    constexpr int codes[] = {0, 0, 0, 0, 0, 0, 3, 7, 8, 9, 10};
    installer.code = codes[dice.from(0, std::size(codes) - 1)];
    installer.applies = installer.code == 0 ? !dice.one_in(6) : dice.one_in(3);
    installer.hangs = dice.one_in(12);
    installer.vanishes = dice.one_in(12);
    if (dice.one_in(8)) installer.closes = PushWorld::new_http;
    return installer;
}

void trouble_the_host(FakeHost& host, Dice& dice) {
    host.installer = random_installer(dice);
    for (int i = dice.from(0, 2); i > 0; --i) host.next.push_back(random_installer(dice));
    if (dice.one_in(6)) host.http = PushWorld::new_http;
    if (dice.one_in(6)) host.agent_running = false;
    if (dice.one_in(6)) host.installed = false;
    if (dice.one_in(10)) host.ways[PushWorld::new_http] = dice.one_in(2) ? "timeout" : "refused";
    if (dice.one_in(12)) host.free_kb = 10;
    if (dice.one_in(12)) host.lies = "http=99999999999999999999\nclientpush-end 0\nrc=x\nerror\n";
    if (dice.one_in(20)) host.lies = "status=sideways\n";
    for (int i = dice.one_in(3) ? dice.from(1, 2) : 0; i > 0; --i)
        host.reboots.insert(dice.between(0s, 5min));
    if (!dice.one_in(8)) return;
    host.foreign_until = dice.between(1s, 12min);
    if (dice.one_in(2)) host.foreign = PushWorld::old_http;
}

void trouble_the_line(FakeMachine& machine, Dice& dice) {
    machine.latency = dice.between(1ms, 400ms);
    machine.can_put = !dice.one_in(3);
    if (dice.one_in(3)) machine.round_trip = machine.latency;
    if (dice.one_in(6)) machine.refuses_until = dice.between(0s, 40min);
    if (dice.one_in(10)) machine.silent_until = dice.between(0s, 40min);
    if (dice.one_in(15))
        machine.says_no.emplace(Error::Kind::refused, "host-key-changed", "the host key has changed");
    constexpr Fault faults[] = {Fault::drop_before, Fault::drop_after, Fault::stall_before,
                                Fault::stall_after, Fault::cut_short,  Fault::disk_full,
                                Fault::spoil_upload};
    for (int i = dice.from(0, 4); i > 0; --i)
        machine.faults[dice.from(1, 15)] = faults[dice.from(0, std::size(faults) - 1)];
}

}  // namespace

void make_fleet(PushWorld& world, Dice& dice) {
    make_playbook(world, dice);
    const int waves = dice.from(1, 3);
    for (int wave = 1; wave <= waves; ++wave)
        for (const std::string site : {"ABC", "XYZ"})
            world.add(site + "-" + std::to_string(wave) + "-", dice.from(0, 3), site, wave);
    world.add("last-", 1, "ABC", waves);
    for (const auto& [name, machine] : world.fleet.machines()) {
        if (dice.one_in(3)) machine->behind = dice.one_in(2) ? "bastion" : "gate";
        if (dice.one_in(5)) continue;  // some are simply well
        trouble_the_host(machine->host, dice);
        trouble_the_line(*machine, dice);
    }
}

}  // namespace clientpush
