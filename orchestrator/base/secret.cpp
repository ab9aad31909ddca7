#include "base/secret.h"

#include <string.h>

namespace clientpush {
namespace {

struct WipedAndFreed {
    void operator()(std::string* text) const {
        wipe(*text);
        delete text;
    }
};

}  // namespace

Secret::Secret(std::string&& text) {
    // A move of a short text copies it, so what is left behind is overwritten too.
    std::shared_ptr<std::string> own(new std::string(), WipedAndFreed{});
    own->swap(text);
    wipe(text);
    text_ = std::move(own);
}

std::string_view Secret::reveal() const {
    return text_ ? std::string_view(*text_) : std::string_view();
}

void wipe(std::string& text) {
    text.resize(text.capacity());  // what an earlier, longer value left behind is there too
    ::explicit_bzero(text.data(), text.size());
    text.clear();
}

}  // namespace clientpush
