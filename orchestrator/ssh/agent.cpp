#include "ssh/agent.h"

#include "base/error.h"
#include "base/untrusted.h"
#include "ssh/agent_call.h"
#include "ssh/wire.h"

namespace clientpush::ssh {
namespace {

// The agent protocol: draft-ietf-sshm-ssh-agent.
constexpr std::uint8_t failure = 5;
constexpr std::uint8_t list_request = 11;
constexpr std::uint8_t list_answer = 12;
constexpr std::uint8_t sign_request = 13;
constexpr std::uint8_t sign_answer = 14;
constexpr std::uint32_t with_sha256 = 2;
constexpr std::uint32_t with_sha512 = 4;

constexpr std::size_t longest_comment = 80;

Error malformed(const std::string& socket) {
    return {
        Error::Kind::refused, "agent-malformed", "the agent at " + socket + " gives answers that are none",
        "see what listens there: SSH_AUTH_SOCK must name the socket of an ssh-agent (ssh-add -l asks it)"};
}

std::vector<AgentKey> read_keys(const std::string& answer, const std::string& socket) {
    WireReader reader(answer);
    const bool is_list = reader.byte() == list_answer;
    const std::uint32_t count = reader.number();
    if (!is_list || reader.failed()) throw malformed(socket);
    std::vector<AgentKey> keys;
    for (std::uint32_t i = 0; i < count; ++i) {
        AgentKey key;
        key.blob = reader.string();
        key.comment = printable(reader.string().substr(0, longest_comment));
        WireReader blob(key.blob);
        key.type = blob.string();
        if (reader.failed() || blob.failed()) throw malformed(socket);
        keys.push_back(std::move(key));
    }
    return keys;
}

std::uint32_t flags_of(std::string_view algorithm) {
    if (algorithm == "rsa-sha2-256") return with_sha256;
    return algorithm == "rsa-sha2-512" ? with_sha512 : 0;
}

std::string read_signature(const std::string& answer, std::string_view algorithm, const std::string& socket) {
    WireReader reader(answer);
    const std::uint8_t kind = reader.byte();
    if (kind == failure)
        throw Error(Error::Kind::refused, "agent-refused", "the agent at " + socket + " does not sign",
                    "it may be locked (ssh-add -X), or want a confirmation that nobody gave");
    const std::string_view signature = reader.string();
    WireReader parts(signature);
    const std::string_view made_with = parts.string();
    const std::string_view bytes = parts.string();
    if (kind != sign_answer || reader.failed() || parts.failed() || made_with != algorithm || bytes.empty())
        throw malformed(socket);
    return std::string(bytes);
}

asio::awaitable<std::vector<AgentKey>> list(AgentCall call) {
    const std::string socket = *call.socket;
    const std::string answer = co_await ask_agent(std::move(call), std::string(1, char{list_request}));
    co_return read_keys(answer, socket);
}

}  // namespace

Agent::Agent(std::string socket, std::chrono::milliseconds limit)
    : socket_(std::make_shared<const std::string>(std::move(socket))),
      limit_(limit),
      silent_(std::make_shared<std::atomic<bool>>(false)),
      keys_(std::make_shared<Once<std::vector<AgentKey>>>(
          [call = AgentCall{socket_, silent_, limit_}] { return list(call); })) {}

asio::awaitable<std::vector<AgentKey>> Agent::keys() {
    return keys_->get();
}

asio::awaitable<std::string> Agent::sign(std::string blob, std::string data, std::string algorithm) {
    std::string request(1, char{sign_request});
    put_string(request, blob);
    put_string(request, data);
    put_number(request, flags_of(algorithm));
    AgentCall call;
    call.socket = socket_;
    call.silent = silent_;
    call.limit = limit_;
    const std::string answer = co_await ask_agent(std::move(call), std::move(request));
    co_return read_signature(answer, algorithm, *socket_);
}

}  // namespace clientpush::ssh
