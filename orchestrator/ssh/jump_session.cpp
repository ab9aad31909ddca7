#include "ssh/jump_session.h"

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include "base/untrusted.h"
#include "ssh/jump_channel.h"
#include "ssh/wire.h"

namespace clientpush::ssh {
namespace {

using boost::system::error_code;
using Until = ByteStream::Until;

constexpr std::size_t read_size = std::size_t{256} * 1024;
constexpr std::size_t unsent_limit = std::size_t{256} * 1024;
constexpr int reads_before_others = 16;

constexpr std::string_view channel_type = "direct-tcpip";

void put_number(std::string& out, std::uint32_t number) {
    for (const int shift : {24, 16, 8, 0}) out += static_cast<char>(number >> shift & 0xff);
}

/// RFC 4254, section 7.2: whereto, and from whom, for the jump host's log.
std::string channel_request(const Endpoint& target) {
    std::string request;
    put_string(request, target.address);
    put_number(request, target.port);
    put_string(request, "127.0.0.1");
    put_number(request, 22);
    return request;
}

std::string describe(const Endpoint& target) {
    return target.name + " (" + target.address + ", port " + std::to_string(target.port) + ")";
}

/// Ends when the stream was closed, too.
asio::awaitable<void> wait_for(ByteStream* stream, Until until) {
    try {
        co_await stream->wait(until);
    } catch (const boost::system::system_error&) {
        co_return;
    }
}

}  // namespace

/// Who asked for a channel, and may go away before it is there.
class JumpSession::Applicant {
public:
    Applicant(JumpSession& session, std::shared_ptr<Opening> opening)
        : session_(session), opening_(std::move(opening)) {}
    ~Applicant() {
        opening_->given_up = true;
        if (opening_->channel) session_.given_up_.push_back(opening_->channel);
        session_.work_.notify();
        session_.changed_();
    }
    Applicant(const Applicant&) = delete;
    Applicant& operator=(const Applicant&) = delete;

    LIBSSH2_CHANNEL* take() { return std::exchange(opening_->channel, nullptr); }

private:
    JumpSession& session_;
    std::shared_ptr<Opening> opening_;
};

JumpSession::JumpSession(std::unique_ptr<Session> session, const asio::any_io_executor& executor,
                         std::function<void()> changed)
    : session_(std::move(session)), executor_(executor), changed_(std::move(changed)), work_(executor) {}

JumpSession::~JumpSession() = default;

bool JumpSession::stuck() const {
    return opening_ && opening_->given_up;
}

JumpSession::TimePoint JumpSession::opening_since() const {
    return opening_ ? opening_->since : TimePoint::max();
}

std::string JumpSession::why_broken() const {
    return why_;
}

JumpSession::TimePoint JumpSession::idle_since() const {
    const bool idle = channels_.empty() && (!opening_ || opening_->given_up);
    return idle ? idle_since_ : TimePoint::max();
}

void JumpSession::look() {
    while (!broken_ && read_what_is_there()) {
    }
    send();
}

asio::awaitable<std::unique_ptr<ByteStream>> JumpSession::open(Endpoint target) {
    const auto self = shared_from_this();
    const auto opening = std::make_shared<Opening>(executor_);
    opening->request = channel_request(target);
    opening_ = opening;
    Applicant applicant(*this, opening);
    step_opening();
    send();
    start();
    while (opening->code == LIBSSH2_ERROR_EAGAIN && !broken_) co_await opening->ended.wait();
    if (opening->code != 0) refuse(*opening, target);
    co_return std::make_unique<JumpChannel>(self, applicant.take());
}

/// libssh2 keeps the jump host's reason in its own words only.
void JumpSession::refuse(const Opening& opening, const Endpoint& target) const {
    if (broken_ || opening.code != LIBSSH2_ERROR_CHANNEL_FAILURE)
        throw Error(Error::Kind::unreachable, "jump-connection-lost",
                    "the connection to the jump host " + host() + " broke on the way to " + target.name +
                        ": " + (broken_ ? why_ : printable(opening.why)),
                    "see whether the jump host is up and the network between is steady, then retry");
    if (opening.why.find("prohibited") != std::string::npos)
        throw Error(Error::Kind::refused, "forwarding-refused",
                    "the jump host " + host() + " lets nobody through to " + describe(target),
                    "allow it in the sshd_config of the jump host: AllowTcpForwarding local (or yes), no "
                    "DisableForwarding, and a PermitOpen that names the host, if there is one");
    throw Error(
        Error::Kind::unreachable, "no-route",
        "the jump host " + host() + " cannot connect to " + describe(target) + ": " + printable(opening.why),
        "see that the host is up and runs sshd on that port, and that the jump host can find its name "
        "and reaches it");
}

void JumpSession::start() {
    if (broken_) return;
    if (!std::exchange(listening_, true))
        asio::co_spawn(executor_, listen(shared_from_this()), asio::detached);
    if (!std::exchange(keeping_, true)) asio::co_spawn(executor_, keep(shared_from_this()), asio::detached);
}

bool JumpSession::busy() const {
    if (broken_) return false;
    if (opening_ && !opening_->given_up) return true;
    if (!channels_.empty() && !session_->engine().unsent().empty()) return true;
    return std::any_of(channels_.begin(), channels_.end(),
                       [](const JumpChannel* channel) { return channel->waiting_ > 0; });
}

asio::awaitable<void> JumpSession::listen(std::shared_ptr<JumpSession> self) {
    JumpSession& me = *self;
    for (int reads = 0; me.busy();) {
        const bool something = me.read_what_is_there();
        if (something && ++reads % reads_before_others == 0)
            co_await asio::post(me.executor_, asio::use_awaitable);
        if (!something) co_await wait_for(&me.session_->stream(), Until::readable);
    }
    me.listening_ = false;
}

asio::awaitable<void> JumpSession::keep(std::shared_ptr<JumpSession> self) {
    JumpSession& me = *self;
    for (;;) {
        me.free_channels();
        me.send();
        if (!me.busy()) break;
        if (me.engine().unsent().empty()) {
            co_await me.work_.wait();
        } else {
            co_await wait_for(&me.session_->stream(), Until::writable);
            me.send();
            me.wake_channels();
        }
    }
    me.keeping_ = false;
    if (!me.broken_) me.session_->stream().wake();  // the listener rests too
}

/// False when nothing is there.
bool JumpSession::read_what_is_there() {
    thread_local std::vector<char> scratch(read_size);
    error_code failure;
    ByteStream& stream = session_->stream();
    const std::size_t count = stream.read_some(scratch.data(), scratch.size(), failure);
    if (failure == asio::error::would_block) return false;
    if (failure) {
        engine().no_more_input();
        settle();
        std::string why = stream.why_ended();
        if (why.empty()) why = failure == asio::error::eof ? "it closed the connection" : failure.message();
        if (!engine().farewell().empty()) why = "it said: " + printable(engine().farewell());
        fail(std::move(why));
        return true;
    }
    engine().received({scratch.data(), count});
    settle();
    return true;
}

/// Spreads what has come among those whom it concerns.
void JumpSession::settle() {
    decrypt();
    step_opening();
    free_channels();
    send();
    wake_channels();
}

/// Any channel will do: libssh2 sorts every packet into the channel that it is for.
void JumpSession::decrypt() {
    LIBSSH2_CHANNEL* channel = nullptr;
    if (!given_up_.empty()) channel = given_up_.front();
    if (!channels_.empty()) channel = channels_.front()->channel_;
    if (!channel || broken_) return;
    std::array<char, 1> nothing = {};
    const auto code = engine().step([&] { return libssh2_channel_read_ex(channel, 0, nothing.data(), 0); });
    const bool lost = code < 0 && code != LIBSSH2_ERROR_EAGAIN;
    if ((lost && !engine().input_ended()) || engine().dead()) fail(printable(engine().last_error()));
}

void JumpSession::step_opening() {
    if (!opening_ || broken_) return;
    const std::shared_ptr<Opening> opening = opening_;
    opening->channel = engine().step([&] {
        return libssh2_channel_open_ex(session_->libssh2(), channel_type.data(), channel_type.size(),
                                       JumpChannel::window, LIBSSH2_CHANNEL_PACKET_DEFAULT,
                                       opening->request.data(),
                                       static_cast<unsigned>(opening->request.size()));
    });
    opening->code = 0;
    if (!opening->channel) opening->code = libssh2_session_last_errno(session_->libssh2());
    if (opening->code == LIBSSH2_ERROR_EAGAIN) return;
    if (!opening->channel) opening->why = engine().last_error();
    if (opening->given_up && opening->channel) given_up_.push_back(opening->channel);
    opening_.reset();
    opening->ended.notify();
    changed_();
}

/// libssh2 frees a channel once the jump host has agreed to its end.
void JumpSession::free_channels() {
    if (broken_) return;
    std::erase_if(given_up_, [&](LIBSSH2_CHANNEL* channel) {
        return engine().step([&] { return libssh2_channel_free(channel); }) != LIBSSH2_ERROR_EAGAIN;
    });
}

void JumpSession::send() {
    Engine& from = engine();
    error_code failure;
    while (!failure && !from.unsent().empty())
        from.sent(session_->stream().write_some(from.unsent(), failure));
    if (failure == asio::error::would_block) work_.notify();
    // Why it broke stands in what is still to be read.
    else if (failure)
        from.sent(from.unsent().size());
}

bool JumpSession::has_room() const {
    return session_->engine().unsent().size() < unsent_limit;
}

void JumpSession::wake_channels() {
    for (JumpChannel* channel : channels_)
        if (channel->waiting_ > 0 && channel->ready(channel->awaited_)) channel->changed_.notify();
}

void JumpSession::leave(JumpChannel* channel, LIBSSH2_CHANNEL* handle) {
    std::erase(channels_, channel);
    if (!broken_) given_up_.push_back(handle);
    if (channels_.empty()) idle_since_ = std::chrono::steady_clock::now();
    work_.notify();
}

void JumpSession::fail(std::string why) {
    if (std::exchange(broken_, true)) return;
    why_ = std::move(why);
    session_->close();
    for (JumpChannel* channel : channels_) channel->changed_.notify();
    if (opening_) opening_->ended.notify();
    work_.notify();
    changed_();
}

}  // namespace clientpush::ssh
