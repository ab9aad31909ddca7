#include "inventory/text_stream.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string_view>

#include "inventory/utf8.h"

namespace clientpush {
namespace {

constexpr std::size_t block_size = std::size_t{1} << 16;

bool is_high(unsigned unit) {
    return unit >= 0xD800 && unit < 0xDC00;
}
bool is_low(unsigned unit) {
    return unit >= 0xDC00 && unit < 0xE000;
}

}  // namespace

TextStream::TextStream(const std::string& file) {
    std::error_code ignored;
    if (std::filesystem::is_directory(file, ignored)) {
        wrong_ = {"this is a folder, not a file", "name a file"};
        return;
    }
    in_.open(file, std::ios::binary);
    if (!in_) {
        wrong_ = {std::string("cannot be read: ") + std::strerror(errno),
                  "check the name, and whether you may read it"};
    }
}

void TextStream::look_for_mark() {
    started_ = true;
    if (pending_.starts_with("\xEF\xBB\xBF")) {
        pending_.erase(0, 3);
    } else if (pending_.starts_with("\xFF\xFE")) {
        pending_.erase(0, 2);
        utf16_ = true;
    } else if (pending_.starts_with("\xFE\xFF")) {
        wrong_ = {"the text is UTF-16 with the high byte first", "save it as UTF-8"};
    }
}

bool TextStream::next(std::string& block) {
    block.clear();
    while (block.empty() && wrong_.what.empty()) {
        const std::size_t kept = pending_.size();
        pending_.resize(kept + block_size);
        in_.read(pending_.data() + kept, static_cast<std::streamsize>(block_size));
        pending_.resize(kept + static_cast<std::size_t>(in_.gcount()));
        if (pending_.size() == kept) {
            if (kept > 0 || high_ != 0)
                wrong_ = {"the text ends in the middle of a character", "save it again"};
            return false;
        }
        if (!started_) look_for_mark();
        if (!wrong_.what.empty()) return false;
        if (!utf16_) {
            block.swap(pending_);
        } else {
            const std::size_t whole = pending_.size() / 2 * 2;
            decode(std::string_view(pending_).substr(0, whole), block);
            pending_.erase(0, whole);
        }
    }
    return !block.empty();
}

void TextStream::decode(std::string_view bytes, std::string& out) {
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        const unsigned unit = static_cast<unsigned char>(bytes[i]) |
                              static_cast<unsigned>(static_cast<unsigned char>(bytes[i + 1])) << 8;
        if (is_low(unit) != (high_ != 0)) return refuse_half();
        if (is_high(unit)) {
            high_ = unit;
            continue;
        }
        append(high_ == 0 ? unit : 0x10000 + ((high_ - 0xD800) << 10) + (unit - 0xDC00), out);
        high_ = 0;
    }
}

void TextStream::append(unsigned code, std::string& out) {
    append_utf8(out, code);
    ++column_;
    if (code != '\n') return;
    ++line_;
    column_ = 1;
}

void TextStream::refuse_half() {
    wrong_ = {"half of a character stands here: the file was cut or damaged", "save it again, as UTF-8"};
    wrong_line_ = line_;
    wrong_column_ = column_;
}

}  // namespace clientpush
