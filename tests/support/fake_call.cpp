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

/// The last line before `end`, which is set to its beginning.
std::string line_before(const std::string& text, std::size_t& end) {
    const std::size_t last = end - 1;
    const std::size_t before = text.rfind('\n', last - 1);
    end = before + 1;
    return text.substr(end, last - end);
}

}  // namespace

const std::string& RemoteCall::operator[](const std::string& name) const {
    const auto value = values.find(name);
    if (value == values.end()) throw std::logic_error("a call without " + name);
    return value->second;
}

RemoteCall parse_call(const std::string& input) {
    RemoteCall call;
    for (std::size_t at = 0; !call.values.contains("runner"); ++at) {
        const auto equals = input.find('=', at);
        if (equals == std::string::npos) throw std::logic_error("a call without the runner");
        const std::string name = input.substr(at, equals - at);
        at = equals + 1;
        call.values[name] = quoted(input, at);
    }
    std::size_t end = input.size();
    const std::string trailer = line_before(input, end);
    const std::string mark = "'clientpush-end ";
    const auto nonce = trailer.find(mark);
    if (nonce == std::string::npos) throw std::logic_error("a call without a trailer");
    call.nonce = trailer.substr(nonce + mark.size());
    call.nonce.pop_back();
    call.function = line_before(input, end);
    return call;
}

}  // namespace clientpush
