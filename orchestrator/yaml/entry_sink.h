#pragma once

#include <string_view>
#include <vector>

#include "yaml/document.h"

namespace clientpush::yaml {

/// Takes the entries of mappings that may be large, each as soon as it has been read, so that the tree holds
/// none of them. What it took counts only when the whole document was read without an error.
class EntrySink {
public:
    virtual ~EntrySink() = default;

    /// The document is read from its beginning; what was taken of it before does not count.
    virtual void begin() = 0;

    /// Whether the entries of a mapping are taken. `keys` lead to it, through mappings only; of what is taken
    /// itself nothing is asked.
    virtual bool wants(const std::vector<std::string_view>& keys) = 0;

    /// `mapping` stands in the tree at the same place, without the entry.
    virtual void take(const Node& mapping, Node::Entry entry) = 0;
};

}  // namespace clientpush::yaml
