#pragma once

#include <string>
#include <vector>

#include "cli/settings.h"
#include "inventory/inventory.h"
#include "ssh/host_key.h"
#include "ssh/known_hosts.h"
#include "transport/transport.h"

namespace clientpush {

/// What a host shows when it is asked for its keys, and what the files on record say of each.
struct Offer {
    Endpoint host;                         ///< as a push would connect to it
    std::vector<std::string> recorded_as;  ///< its names in our known_hosts file
    std::vector<ssh::HostKey> keys;
    std::vector<ssh::KeyVerdict> verdicts;  ///< of each key
    std::string failure;                    ///< why it could not be asked, and what to do
};

std::string_view to_text(ssh::KeyVerdict::Trust trust);

/// Under which names a push looks the host up.
ssh::HostNames names_of(const Endpoint& host);

/// Asks the selected hosts, and first the jump hosts that lead to them, where a push would connect to, at
/// most 50 at once (-f: fewer).
std::vector<Offer> collect_offers(const Settings& settings, const Inventory& inventory);

/// Warns on standard error of keys that several hosts show: copies of one machine, or one machine under two
/// names.
void warn_of_shared_keys(const std::vector<Offer>& offers);

/// The keys of an offer with their fingerprints; of a changed one also those on record.
void print(const Offer& offer);

}  // namespace clientpush
