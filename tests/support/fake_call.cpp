#include <optional>
#include <sstream>
#include <stdexcept>

#include "support/fake_host.h"

namespace clientpush {

namespace {

/// Reads 'it'\''s' from `at` on; `at` stands behind it then.
std::string quoted(const std::string& text, std::size_t& at) {
    std::string value;
    if (at >= text.size() || text[at] != '\'') throw std::logic_error("a value is not quoted");
    for (++at;;) {
        const auto end = text.find('\'', at);
        if (end == std::string::npos) throw std::logic_error("a quote is never closed");
        value.append(text, at, end - at);
        if (text.compare(end, 4, "'\\''") != 0) {
            at = end + 1;
            return value;
        }
        value += '\'';
        at = end + 4;
    }
}

/// The line at the beginning of `text`, which is taken away with its end; nothing when it has no end yet.
std::optional<std::string> take_line(std::string& text) {
    const auto end = text.find('\n');
    if (end == std::string::npos) return std::nullopt;
    std::string line = text.substr(0, end);
    text.erase(0, end + 1);
    return line;
}

/// Assignments, the name of a function, and that it came to its end.
RemoteCall parse_call(const std::string& text) {
    RemoteCall call;
    std::size_t at = std::string_view("{\n").size();
    if (!text.starts_with("{\n")) throw std::logic_error("a call without braces");
    for (;; ++at) {
        const auto line = std::min(text.find('\n', at), text.size());
        const auto equals = text.find('=', at);
        if (equals == std::string::npos || equals > line) break;
        const std::string name = text.substr(at, equals - at);
        at = equals + 1;
        call.values[name] = quoted(text, at);
    }
    call.function = text.substr(at, text.find('\n', at) - at);
    if (text.substr(at) != call.function + "\nsay finished yes\n}\n")
        throw std::logic_error("more than one function: " + text.substr(at));
    return call;
}

}  // namespace

const std::string& RemoteCall::operator[](const std::string& name) const {
    const auto value = values.find(name);
    if (value == values.end()) throw std::logic_error("a call without " + name);
    return value->second;
}

bool CallReader::read_opening() {
    std::string rest = input_;
    const auto size = take_line(rest);
    if (!size || rest.size() < std::stoull(*size)) return false;
    std::size_t at = std::string_view("{\ntoken=").size();
    if (!rest.starts_with("{\ntoken=")) throw std::logic_error("an opening without a token");
    token_ = quoted(rest, at);
    input_ = rest.substr(std::stoull(*size));
    return true;
}

std::optional<RemoteCall> CallReader::next() {
    if (token_.empty() && !read_opening()) return std::nullopt;
    std::string rest = input_;
    const auto line = take_line(rest);
    if (!line) return std::nullopt;
    std::istringstream header(*line);
    std::string token, nonce;
    std::size_t size = 0;
    header >> token >> nonce >> size;
    if (token != token_) throw std::logic_error("a call without the token");
    if (rest.size() < size) return std::nullopt;
    RemoteCall call = parse_call(rest.substr(0, size));
    call.nonce = nonce;
    if (call.function == "receive") {
        const std::size_t bytes = std::stoull(call["size"]);
        if (rest.size() < size + bytes) return std::nullopt;
        call.data = rest.substr(size, bytes);
        size += bytes;
    }
    input_ = rest.substr(size);
    return call;
}

}  // namespace clientpush
