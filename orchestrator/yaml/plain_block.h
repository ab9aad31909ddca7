#pragma once

#include <optional>

#include "yaml/document.h"
#include "yaml/entry_sink.h"

namespace clientpush::yaml {

/// The tree of a document that has only block mappings of names, one-line texts and nothing else special:
/// what programs write, and a file with many hosts is written by one. Several times as fast as the parser.
/// Nothing when the document has anything else, be it right or wrong: the parser decides about that. A sink
/// gets the entries of block mappings; mappings in brackets are small and stay whole.
std::optional<Node> parse_plain_block(const Document& document, EntrySink* sink = nullptr);

}  // namespace clientpush::yaml
