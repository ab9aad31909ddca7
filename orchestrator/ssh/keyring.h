#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/once.h"
#include "base/secret.h"
#include "ssh/agent.h"
#include "ssh/identity.h"

namespace clientpush::ssh {

/// The passphrase of a private key; empty when there is nobody to ask.
using AskPassphrase = std::function<asio::awaitable<Secret>(std::filesystem::path key)>;

/// What there is to log in with, in the order in which it is offered: for each key file its certificate, then
/// the key, and after all files what else the agent has.
struct Keys {
    Identities identities;
    std::vector<Error> left_out;  ///< why there are no more
};

/// The user's keys. Each file is read and decrypted once per process, and the agent asked once what it has.
/// May be used by several threads.
class Keyring {
public:
    /// `files` are those for hosts that name none; missing ones are skipped. `agent` may be null.
    Keyring(std::vector<std::filesystem::path> files, std::shared_ptr<Agent> agent, AskPassphrase passphrase);

    /// Those of a file, which must be there, or for "" the default ones. A file that cannot be used for
    /// itself, because it is encrypted, unreadable or only its .pub is there, is used through the agent.
    /// Throws, for a file that is named, what Signer::load() throws, and always "passphrase-wrong"; each time
    /// the same.
    asio::awaitable<std::shared_ptr<const Keys>> keys(const std::string& file);

private:
    struct Parts;
    static asio::awaitable<std::shared_ptr<const Keys>> open(std::shared_ptr<const Parts> parts,
                                                             std::string file);

    std::shared_ptr<const Parts> parts_;
    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<Once<std::shared_ptr<const Keys>>>> opened_;
};

}  // namespace clientpush::ssh
