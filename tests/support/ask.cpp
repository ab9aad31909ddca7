#include "support/ask.h"

namespace clientpush {
namespace {

constexpr std::string_view mark = "that was the line, and its status is";
constexpr std::size_t plenty = std::size_t{1} << 24;

}  // namespace

asio::awaitable<Said> ask(Connection* connection, std::string line, std::string input) {
    const std::string marked = "( " + line + " ); echo " + std::string(mark) + " $?";
    const auto conversation = co_await connection->talk(marked);
    co_await conversation->say(input);
    Said said;
    said.out = co_await conversation->hear(std::string(mark), plenty);
    said.out.resize(said.out.size() - mark.size());
    const std::string status = co_await conversation->hear("\n", plenty);
    said.status = std::stoi(status);
    co_return std::move(said);
}

asio::awaitable<Said> ask(Transport* transport, Endpoint endpoint, std::string line, std::string input) {
    const auto connection = co_await transport->connect(endpoint);
    co_return co_await ask(connection.get(), std::move(line), std::move(input));
}

}  // namespace clientpush
