#include "ssh/keyring.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "ssh/certificate.h"
#include "ssh/private_key.h"
#include "ssh/signer.h"
#include "ssh/wire.h"

namespace clientpush::ssh {

struct Keyring::Parts {
    std::vector<std::filesystem::path> files;
    std::shared_ptr<Agent> agent;
    AskPassphrase passphrase;
};

namespace {

namespace fs = std::filesystem;
using Sign = std::function<asio::awaitable<std::string>(std::string)>;

asio::awaitable<std::string> sign_here(std::shared_ptr<const Signer> signer, std::string request) {
    const std::string signature = signer->sign(request, signature_algorithm(request));
    if (signature.empty())
        throw Error(Error::Kind::refused, "key-unsupported",
                    signer->name() + " cannot sign as the host wants",
                    "use an Ed25519 key, or transport: openssh");
    co_return signature;
}

asio::awaitable<std::string> sign_there(const std::shared_ptr<Agent>& agent, std::string blob,
                                        std::string request) {
    std::string algorithm = signature_algorithm(request);
    if (const std::string plain = certified_type(algorithm); !plain.empty()) algorithm = plain;
    return agent->sign(std::move(blob), std::move(request), std::move(algorithm));
}

Sign by(std::shared_ptr<const Signer> signer) {
    return
        [signer = std::move(signer)](std::string request) { return sign_here(signer, std::move(request)); };
}

Sign by(std::shared_ptr<Agent> agent, const std::string& blob) {
    return [agent = std::move(agent), blob](std::string request) {
        return sign_there(agent, blob, std::move(request));
    };
}

/// The public key of a private key that we may not be able to open.
std::string public_blob_of(const fs::path& file) {
    if (const auto key = read_public_key(file.string() + ".pub")) return key->blob;
    std::ifstream in(file, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    const Wiped wiped(text);
    return public_half(text);
}

std::string type_of(const std::string& blob) {
    WireReader reader(blob);
    return std::string(reader.string());
}

/// Collects what can be offered, each thing once.
class Collection {
public:
    void add(std::string name, const std::string& blob, Sign sign) {
        const auto known = [&](const auto& other) { return other->blob == blob; };
        if (std::any_of(keys_.identities.begin(), keys_.identities.end(), known)) return;
        const std::string type = type_of(blob);
        if (!can_log_in_with(type)) return leave_out(cannot_log_in_with(name, type));
        auto identity = std::make_shared<Identity>();
        identity->name = std::move(name);
        identity->type = type;
        identity->blob = blob;
        identity->sign = std::move(sign);
        keys_.identities.push_back(std::move(identity));
    }

    /// A key file, and before it its certificate.
    void add_file(const fs::path& file, const std::string& blob, const Sign& sign) {
        const std::string beside = file.string() + "-cert.pub";
        if (const auto certificate = read_public_key(beside)) {
            if (certifies(certificate->blob, blob))
                add(beside, certificate->blob, sign);
            else
                leave_out({Error::Kind::refused, "certificate-foreign",
                           beside + " is no certificate for the key beside it",
                           "have one made for that key (ssh-keygen -s CA ...), or remove it"});
        }
        add(file.string(), blob, sign);
    }

    void leave_out(Error why) { keys_.left_out.push_back(std::move(why)); }

    std::shared_ptr<const Keys> take() { return std::make_shared<const Keys>(std::move(keys_)); }
    const Keys& so_far() const { return keys_; }

private:
    Keys keys_;
};

/// An agent that does not work costs its keys, and no more.
asio::awaitable<std::vector<AgentKey>> keys_of(std::shared_ptr<Agent> agent, Collection* collection) {
    if (!agent) co_return std::vector<AgentKey>();
    try {
        co_return co_await agent->keys();
    } catch (const Error& error) {
        collection->leave_out(error);
    }
    co_return std::vector<AgentKey>();
}

bool has(const std::vector<AgentKey>& keys, const std::string& blob) {
    return std::any_of(keys.begin(), keys.end(), [&](const AgentKey& key) { return key.blob == blob; });
}

/// The key, when it needs no passphrase; else why it cannot be opened.
struct Opened {
    std::shared_ptr<const Signer> signer;
    std::optional<Error> why_not;
};

Opened try_to_open(const fs::path& file, const Secret& passphrase = {}) {
    Opened opened;
    try {
        opened.signer = Signer::load(file, passphrase);
    } catch (const Error& error) {
        opened.why_not = error;
    }
    return opened;
}

struct Source {
    std::shared_ptr<Agent> agent;
    const std::vector<AgentKey>* agent_keys;
    AskPassphrase passphrase;
};

/// Adds the key of a file to the collection, or gives the reason why not.
asio::awaitable<std::optional<Error>> add_key(Source source, fs::path file, Collection* collection) {
    Opened opened = try_to_open(file);
    if (!opened.signer) {
        const std::string blob = public_blob_of(file);
        if (!blob.empty() && has(*source.agent_keys, blob)) {
            collection->add_file(file, blob, by(source.agent, blob));
            co_return std::nullopt;
        }
        if (opened.why_not->reason() == "key-locked" && source.passphrase) {
            const Secret passphrase = co_await source.passphrase(file);
            opened = try_to_open(file, passphrase);
        }
    }
    if (!opened.signer) co_return opened.why_not;
    collection->add_file(file, opened.signer->public_blob(), by(opened.signer));
    co_return std::nullopt;
}

void add_rest(const Source& source, Collection& collection) {
    for (const AgentKey& key : *source.agent_keys)
        collection.add("the agent (" + key.comment + ")", key.blob, by(source.agent, key.blob));
}

}  // namespace

Keyring::Keyring(std::vector<fs::path> files, std::shared_ptr<Agent> agent, AskPassphrase passphrase)
    : parts_(
          std::make_shared<const Parts>(Parts{std::move(files), std::move(agent), std::move(passphrase)})) {}

asio::awaitable<std::shared_ptr<const Keys>> Keyring::keys(const std::string& file) {
    const std::lock_guard lock(mutex_);
    auto& once = opened_[file];
    if (!once)
        once = std::make_shared<Once<std::shared_ptr<const Keys>>>(
            [parts = parts_, file] { return open(parts, file); });
    return once->get();
}

asio::awaitable<std::shared_ptr<const Keys>> Keyring::open(std::shared_ptr<const Parts> parts,
                                                           std::string file) {
    Collection collection;
    const std::vector<AgentKey> agent_keys = co_await keys_of(parts->agent, &collection);
    Source source;
    source.agent = parts->agent;
    source.agent_keys = &agent_keys;
    source.passphrase = parts->passphrase;

    const bool named = !file.empty();
    std::vector<fs::path> files = parts->files;
    if (named) files = {file};
    for (const fs::path& each : files) {
        if (!named && !fs::exists(each) && !fs::exists(each.string() + ".pub")) continue;
        const std::optional<Error> why_not = co_await add_key(source, each, &collection);
        if (!why_not) continue;
        if (named || why_not->reason() == "passphrase-wrong") throw Error(*why_not);
        collection.leave_out(*why_not);
    }
    if (named && collection.so_far().identities.empty()) throw Error(collection.so_far().left_out.back());
    add_rest(source, collection);
    co_return collection.take();
}

}  // namespace clientpush::ssh
