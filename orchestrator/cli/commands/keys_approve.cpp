#include "cli/commands/keys_approve.h"

#include <fmt/format.h>

#include <algorithm>
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
    std::vector<ssh::HostKey> keys;
    bool changes = false;
    bool contradicted =
        false;  ///< nothing that the host shows is trusted, or a key that it had is another one
};

Approval approve_all(const Offer& offer) {
    Approval approval{.keys = {}, .changes = true};
    for (std::size_t i = 0; i < offer.keys.size(); ++i)
        if (offer.verdicts[i].trust != Trust::revoked) approval.keys.push_back(offer.keys[i]);
    return approval;
}

void print_contradiction(const Offer& offer, const std::vector<std::string>& listed) {
    if (listed.empty())
        std::cout << fmt::format("    the list has no key of {} (nor of {}): add one that you trust\n",
                                 offer.host.name, offer.recorded_as.front());
    else
        std::cout << fmt::format("    the list has {}: find out who answers there before you trust it\n",
                                 fmt::join(listed, ", "));
}

/// A list may have one key of a host that shows several: the others are left out, and that is all.
Approval approve_listed(const Offer& offer, const TrustedKeys& trusted) {
    const std::vector<std::string> listed = trusted.fingerprints_of(names_of(offer.host));
    Approval approval;
    for (std::size_t i = 0; i < offer.keys.size(); ++i) {
        const std::string fingerprint = ssh::fingerprint(offer.keys[i].blob);
        const bool open = needs_approval(offer, i);
        const bool approved = open && std::find(listed.begin(), listed.end(), fingerprint) != listed.end();
        approval.changes |= approved;
        if (approved || offer.verdicts[i].trust == Trust::known) approval.keys.push_back(offer.keys[i]);
        if (!open || approved) continue;
        std::cout << fmt::format("{}: {} {} is not in the list: not recorded\n", offer.host.name,
                                 offer.keys[i].type, fingerprint);
        approval.contradicted |= offer.verdicts[i].trust == Trust::changed;
    }
    approval.contradicted |= approval.keys.empty();
    if (approval.contradicted) print_contradiction(offer, listed);
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
    std::size_t open = 0;
    std::vector<ssh::RecordedHost> approved;
    for (const Offer& offer : offers) {
        if (!offer.failure.empty()) code |= exit_code::some_open;
        if (needs_approval(offer) || !offer.failure.empty()) print(offer);
        if (!needs_approval(offer)) continue;
        ++open;
        const Approval approval = trusted ? approve_listed(offer, *trusted) : approve_all(offer);
        if (approval.contradicted) code |= exit_code::some_wrong;
        if (approval.changes) approved.push_back({offer.recorded_as, approval.keys});
    }
    warn_of_shared_keys(offers);
    if (open == 0) std::cout << "nothing to approve: every key that was shown is on record\n";
    if (approved.empty()) return code;

    const std::string& file = settings.known_hosts.front();
    if (!trusted) confirm(settings, approved.size(), file);
    const std::string note = fmt::format("approved {} by {}", to_text(SystemClock().now()), requester());
    ssh::record_host_keys(file, approved, note);
    std::cout << fmt::format("recorded the keys of {} in {}\n", counted(approved.size(), "host"), file);
    return code;
}

}  // namespace clientpush
