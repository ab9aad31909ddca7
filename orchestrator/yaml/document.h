#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/problem.h"

namespace clientpush::yaml {

/// One node of a document, with the place where it stands. Values stay text ("007" stays "007"); whoever
/// reads them decides what they are.
struct Node {
    enum class Kind { null, scalar, sequence, mapping };
    struct Entry;

    Kind kind = Kind::null;
    int line = 0;
    int column = 0;
    std::string text;            ///< of a scalar
    bool quoted = false;         ///< a scalar in quotes is never null, a number or a truth value
    bool vault = false;          ///< a scalar with the tag !vault: `text` is encrypted
    std::vector<Node> items;     ///< of a sequence
    std::vector<Entry> entries;  ///< of a mapping, in the order of the file

    const Node* find(std::string_view key) const;  ///< null when this is no mapping or has no such key
};

struct Node::Entry {
    std::string key;
    int line = 0;
    int column = 0;
    Node value;
};

/// A whole file and its lines, so that a problem can show the one that it means.
struct Document {
    std::string file;
    std::string source;
    Node root;
    std::vector<std::size_t> line_starts;  ///< of `source`, so that a problem finds its line at once

    Position at(const Node& node) const;
    Position at(const Node::Entry& entry) const;
    Position at_byte(std::size_t line, std::size_t byte) const;  ///< both from 0; columns are characters

    /// Shows the line, unless it may hold a password.
    Problem problem(Position where, std::string what, std::string cure = {}) const;
};

/// Ansible's encrypted values have a tag of their own. Only an inventory lets them through, unread.
enum class Vault { refused, kept };

class EntrySink;

/// Parses by events and refuses what a file of ours never needs: anchors, aliases, tags, several documents,
/// duplicate keys, keys that are not plain text, control characters (NUL too), invalid UTF-8, nesting deeper
/// than 100, lines longer than a mebibyte. Each is a problem with its place. Nothing is returned when there
/// was an error, but for keys that stand twice: what else is wrong in the file can be told with them.
/// A sink, if there is one, may take entries out of the tree.
std::optional<Document> parse(std::string file, std::string source, std::vector<Problem>& problems,
                              Vault vault = Vault::refused, EntrySink* sink = nullptr);

/// Reads the file first; a file that is missing, a folder, or larger than `limit` bytes is a problem too.
std::optional<Document> parse_file(const std::string& file, std::vector<Problem>& problems,
                                   std::size_t limit = std::size_t{256} << 20, Vault vault = Vault::refused,
                                   EntrySink* sink = nullptr);

// What a scalar says. Each returns nothing when the node is not that; the caller words the problem.
std::optional<long long> as_integer(const Node& node);
std::optional<bool> as_truth(const Node& node);  ///< true, Yes, OFF, ... as in YAML 1.1

/// The nearest of the `known` words, for "did you mean"; empty when none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

/// How many letters to change, add, take away or swap with their neighbour, case aside.
std::size_t distance(std::string_view a, std::string_view b);

/// The node as JSON text. Numbers and truth values in quotes stay text, and so do numbers that readers of
/// YAML take for different ones (010, 0x1F, 12:30).
std::string to_json(const Node& node);

}  // namespace clientpush::yaml
