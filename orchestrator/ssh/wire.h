#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace clientpush::ssh {

/// Strict base64: nothing when the text has a foreign character, wrong padding or a wrong length.
std::optional<std::string> decode_base64(std::string_view text);

/// With padding, in one line.
std::string encode_base64(std::string_view bytes);

/// Reads SSH's binary types from bytes of a stranger (RFC 4251, section 5). Reading past the end makes
/// `failed()` true and gives zeros and empty strings from there on.
class WireReader {
public:
    explicit WireReader(std::string_view bytes) : rest_(bytes) {}

    std::uint8_t byte();
    std::uint32_t number();
    std::string_view string();
    std::string_view bytes(std::size_t count);

    bool failed() const { return failed_; }
    std::string_view rest() const { return rest_; }

private:
    std::string_view rest_;
    bool failed_ = false;
};

/// Appends a number of 32 bits.
void put_number(std::string& out, std::uint32_t number);

/// Appends a length and the bytes.
void put_string(std::string& out, std::string_view bytes);

/// Appends a non-negative number, given as big-endian bytes, in the form that SSH calls mpint.
void put_mpint(std::string& out, std::string_view big_endian);

}  // namespace clientpush::ssh
