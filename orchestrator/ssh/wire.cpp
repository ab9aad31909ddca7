#include "ssh/wire.h"

#include <openssl/evp.h>

namespace clientpush::ssh {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

const unsigned char* octets(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* octets(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

}  // namespace

std::optional<std::string> decode_base64(std::string_view text) {
    const std::size_t digits = text.find_last_not_of('=') + 1;
    const std::size_t padding = text.size() - digits;
    if (text.empty() || text.size() % 4 != 0 || padding > 2) return std::nullopt;
    // OpenSSL would skip white space and accept padding in the middle.
    if (text.substr(0, digits).find_first_not_of(alphabet) != std::string_view::npos) return std::nullopt;

    std::string bytes(text.size() / 4 * 3, '\0');
    const int size = EVP_DecodeBlock(octets(bytes), octets(text), static_cast<int>(text.size()));
    if (size < 0) return std::nullopt;
    bytes.resize(static_cast<std::size_t>(size) - padding);
    return bytes;
}

std::string encode_base64(std::string_view bytes) {
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const int size = EVP_EncodeBlock(octets(text), octets(bytes), static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(size));
    return text;
}

std::string_view WireReader::bytes(std::size_t count) {
    if (failed_ || count > rest_.size()) {
        failed_ = true;
        return {};
    }
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
}

std::uint8_t WireReader::byte() {
    const std::string_view one = bytes(1);
    return one.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(one[0]);
}

std::uint32_t WireReader::number() {
    std::uint32_t value = 0;
    for (const char c : bytes(4)) value = value << 8 | static_cast<unsigned char>(c);
    return value;
}

std::string_view WireReader::string() {
    const std::uint32_t size = number();
    return bytes(size);
}

void put_number(std::string& out, std::uint32_t number) {
    for (const int shift : {24, 16, 8, 0}) out.push_back(static_cast<char>(number >> shift & 0xFF));
}

void put_string(std::string& out, std::string_view bytes) {
    put_number(out, static_cast<std::uint32_t>(bytes.size()));
    out += bytes;
}

void put_mpint(std::string& out, std::string_view big_endian) {
    big_endian.remove_prefix(std::min(big_endian.find_first_not_of('\0'), big_endian.size()));
    const bool looks_negative =
        !big_endian.empty() && (static_cast<unsigned char>(big_endian[0]) & 0x80) != 0;
    std::string number;
    if (looks_negative) number.push_back('\0');
    number += big_endian;
    put_string(out, number);
}

}  // namespace clientpush::ssh
