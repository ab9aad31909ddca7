#pragma once

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "yaml/document.h"
#include "yaml/entry_sink.h"

namespace clientpush::yaml {

/// Builds the tree of a document from the parser's events, and polices them. yaml-cpp 0.7 itself lets a key
/// stand twice, an alias stand for what contains it, a quote stay open, and a line without a colon be a key.
class Builder : public YAML::EventHandler {
public:
    /// Ends a parse that has said enough.
    struct Stop {};

    Builder(const Document& document, std::vector<Problem>& problems, Vault vault, EntrySink* sink = nullptr)
        : document_(document), problems_(problems), vault_(vault), sink_(sink) {
        if (sink_ != nullptr) sink_->begin();
    }

    Node take_root() { return std::move(root_); }
    Position at(const YAML::Mark& mark) const;
    std::size_t repeated_keys() const { return repeated_keys_; }

    /// The line in which the innermost open list or mapping begins; 0 when none is open.
    int open_since() const { return levels_.empty() ? 0 : levels_.back().node.line; }

    void OnDocumentStart(const YAML::Mark& mark) override;
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override;
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) override;
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value style) override;
    void OnMapEnd() override { close(); }

private:
    /// A list or mapping that is still open.
    struct Level {
        Node node;
        bool flow = false;                           ///< in brackets
        bool has_key = false;                        ///< the last entry waits for its value
        std::unordered_map<std::string, int> lines;  ///< of the keys so far
        bool taken = false;                          ///< the sink gets the entries

        bool wants_key() const { return node.kind == Node::Kind::mapping && !has_key; }
    };

    void open(Level level, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor);
    bool is_taken(const Node& node) const;
    void close();
    void place(Node node);
    void place_key(Level& level, Node key);
    void check_quotes(const YAML::Mark& mark);
    void check_fold(const YAML::Mark& mark);
    void check_colon(const YAML::Mark& mark, const std::string& key);
    void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor);
    bool has_written_tag(const YAML::Mark& mark, const std::string& tag) const;
    std::string_view source_from(const YAML::Mark& mark) const;
    void refuse(Position where, std::string what, std::string cure);
    Node node_at(Node::Kind kind, const YAML::Mark& mark) const;

    const Document& document_;
    std::vector<Problem>& problems_;
    Vault vault_;
    EntrySink* sink_;
    int documents_ = 0;
    int refused_ = 0;
    std::size_t repeated_keys_ = 0;
    std::vector<Level> levels_;
    Node root_;
};

}  // namespace clientpush::yaml
