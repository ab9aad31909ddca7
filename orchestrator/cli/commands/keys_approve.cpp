#include "cli/commands/keys_approve.h"

#include <fmt/format.h>

#include <iostream>
#include <optional>

#include "base/names.h"
#include "base/time.h"
#include "cli/commands/keys_offer.h"
#include "cli/commands/keys_trusted.h"
#include "cli/context.h"
#include "cli/exit_code.h"
#include "ssh/known_hosts_file.h"

namespace clientpush {

namespace {

using Trust = ssh::KeyVerdict::Trust;

bool needs_approval(const Offer& offer, std::size_t key) {
    const Trust trust = offer.verdicts[key].trust;
    return trust == Trust::unknown || trust == Trust::changed;
}

bool needs_approval(const Offer& offer) {
    for (std::size_t i = 0; i < offer.keys.size(); ++i)
        if (needs_approval(offer, i)) return true;
    return false;
}

/// What is to be on record for a host: what is known, and what is approved now.
struct Approval {
    const Offer* offer = nullptr;
    std::vector<ssh::HostKey> keys;
    bool changes = false;
};

/// A revoked key is never recorded, and none that the list does not have.
Approval judge(const Offer& offer, const std::optional<TrustedKeys>& trusted, bool& all) {
    Approval approval{&offer, {}, false};
    for (std::size_t i = 0; i < offer.keys.size(); ++i) {
        const bool open = needs_approval(offer, i);
        const bool approved = open && (!trusted || trusted->contains(names_of(offer.host), offer.keys[i]));
        if (open && !approved) {
            all = false;
            std::cout << fmt::format("{}: {} {} is not in the list: not recorded\n", offer.host.name,
                                     offer.keys[i].type, ssh::fingerprint(offer.keys[i].blob));
        }
        if (approved || offer.verdicts[i].trust == Trust::known) approval.keys.push_back(offer.keys[i]);
        if (approved) approval.changes = true;
    }
    return approval;
}

void confirm(const Settings& settings, std::size_t count, const std::string& file) {
    if (settings.yes || ask_yes(fmt::format("Record these keys of {} in {}?", counted(count, "host"), file)))
        return;
    throw Error(Error::Kind::usage, "not-approved", "nothing was recorded",
                "compare the fingerprints with those on the hosts (ssh-keygen -lf), then answer y or add -y");
}

}  // namespace

int approve_keys(Settings settings, const std::vector<std::string>& patterns, const std::string& from) {
    std::optional<TrustedKeys> trusted;
    if (!from.empty()) trusted = TrustedKeys::read(from);
    settings.limit.insert(settings.limit.end(), patterns.begin(), patterns.end());
    const Inventory inventory = read_inventory(settings);
    const std::vector<Offer> offers = collect_offers(settings, inventory);

    int code = exit_code::ok;
    bool all = true;
    std::size_t open = 0;
    std::vector<Approval> approvals;
    for (const Offer& offer : offers) {
        if (!offer.failure.empty()) code = exit_code::some_open;
        if (needs_approval(offer) || !offer.failure.empty()) print(offer);
        if (!needs_approval(offer)) continue;
        ++open;
        Approval approval = judge(offer, trusted, all);
        if (approval.changes) approvals.push_back(std::move(approval));
    }
    if (!all) code |= exit_code::some_wrong;
    if (open == 0) std::cout << "nothing to approve: every key that was shown is on record\n";
    if (approvals.empty()) return code;

    const std::string& file = settings.known_hosts.front();
    if (!trusted) confirm(settings, approvals.size(), file);
    const std::string note = fmt::format("approved {} by {}", to_text(SystemClock().now()), requester());
    for (const Approval& approval : approvals)
        ssh::record_host_keys(file, approval.offer->recorded_as, approval.keys, note);
    std::cout << fmt::format("recorded the keys of {} in {}\n", counted(approvals.size(), "host"), file);
    return code;
}

}  // namespace clientpush
