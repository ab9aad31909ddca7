#include "ssh/talk.h"

#include "ssh/channel.h"
#include "transport/heard.h"

namespace clientpush::ssh {
namespace {

class SshConversation : public Conversation {
public:
    explicit SshConversation(std::shared_ptr<Session> session)
        : session_(std::move(session)),
          channel_(*session_, [this](Channel::Stream stream, std::string_view text) {
              stream == Channel::Stream::out ? heard_.out(text) : heard_.err(text);
          }) {}

    asio::awaitable<void> start(std::string line) { return channel_.start(std::move(line)); }

    asio::awaitable<void> say(std::string_view bytes) override { return channel_.send(bytes); }

    asio::awaitable<std::string> hear(std::string end, std::size_t limit) override {
        for (bool more = true;;) {
            if (auto text = heard_.take(end, limit)) co_return std::move(*text);
            if (!more) break;
            more = co_await channel_.listen();
        }
        co_await channel_.wait_for_end();
        throw heard_.broke_off(session_->host(), channel_.status());
    }

private:
    std::shared_ptr<Session> session_;
    Heard heard_;
    Channel channel_;
};

}  // namespace

asio::awaitable<std::unique_ptr<Conversation>> talk(std::shared_ptr<Session> session, std::string line) {
    auto conversation = std::make_unique<SshConversation>(std::move(session));
    co_await conversation->start(std::move(line));
    co_return conversation;
}

}  // namespace clientpush::ssh
