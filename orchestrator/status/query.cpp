#include "status/query.h"

#include <algorithm>

#include "base/error.h"

namespace clientpush {

void Query::get(int index, Digest& out) const {
    const SQLite::Column column = statement_.getColumn(index);
    const auto* bytes = static_cast<const unsigned char*>(column.getBlob());
    out = {};
    std::copy_n(bytes, std::min(out.size(), static_cast<std::size_t>(column.getBytes())), out.begin());
}

void Query::refuse_word(const std::string& text) {
    throw Error(Error::Kind::storage, "state-corrupt",
                "the state holds a word that this version does not know: \"" + text + "\"",
                "restore the state from a backup, or move it away to start with an empty one");
}

}  // namespace clientpush
