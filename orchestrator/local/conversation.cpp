#include "local/conversation.h"

#include "transport/heard.h"

namespace clientpush::local {
namespace {

class ChildConversation : public Conversation {
public:
    ChildConversation(const asio::any_io_executor& executor, const ChildStart& start, std::string host)
        : host_(std::move(host)),
          child_(executor, start, [this](Child::Stream stream, std::string_view text) {
              stream == Child::Stream::out ? heard_.out(text) : heard_.err(text);
          }) {}

    asio::awaitable<void> say(std::string_view bytes) override {
        for (;;) {
            child_.write(bytes);
            child_.listen();
            if (bytes.empty() || child_.over()) co_return;
            co_await child_.wait(true);
        }
    }

    asio::awaitable<std::string> hear(std::string end, std::size_t limit) override {
        for (;;) {
            child_.listen();
            if (auto text = heard_.take(end, limit)) co_return std::move(*text);
            if (!child_.has_output(Child::Stream::out)) break;
            co_await child_.wait(false);
        }
        for (; !child_.over(); child_.listen()) co_await child_.wait(false);
        throw heard_.broke_off(host_, child_.exit()->status);
    }

private:
    std::string host_;
    Heard heard_;
    Child child_;
};

}  // namespace

asio::awaitable<std::unique_ptr<Conversation>> talk(ChildStart start, std::string host) {
    const auto executor = co_await asio::this_coro::executor;
    co_return std::make_unique<ChildConversation>(executor, start, std::move(host));
}

}  // namespace clientpush::local
