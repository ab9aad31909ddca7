#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/problem.h"
#include "yaml/document.h"

namespace clientpush {

/// Text that is kept until the end, in large blocks. Nothing that was kept moves.
class TextArena {
public:
    /// How much was kept at one moment.
    struct Mark {
        std::size_t blocks = 0;
        std::size_t left = 0;
        char* next = nullptr;
    };

    std::string_view keep(std::string_view text);
    Mark mark() const { return {blocks_.size(), left_, next_}; }
    void forget_since(const Mark& mark);

private:
    std::vector<std::unique_ptr<char[]>> blocks_;
    std::size_t left_ = 0;
    char* next_ = nullptr;
};

/// A variable as it is kept: names and files by their numbers in a VariableStore.
struct Setting {
    std::uint32_t name = 0;
    std::string_view value;  ///< JSON text when it is `structured`
    yaml::Node::Kind kind = yaml::Node::Kind::scalar;
    bool vault = false;
    std::uint32_t file = 0;
    int line = 0;
    int column = 0;
    int value_line = 0;  ///< of the value itself; 0 when no file says more than the above
    int value_column = 0;

    bool structured() const { return kind != yaml::Node::Kind::scalar || vault; }
};

/// The variables that one place sets, packed. Empty text for none.
using Layer = std::string_view;

/// Variables of many hosts in few bytes: what stands often stands once, and each layer is a run of bytes.
class VariableStore {
public:
    std::uint32_t name_id(std::string_view name);
    std::uint32_t file_id(std::string_view file) { return files_.id(file); }
    const std::string& name(std::uint32_t id) const { return names_.text(id); }
    std::optional<std::uint32_t> known_name(std::string_view name) const { return names_.find(name); }

    /// The reserved_number of a name.
    std::optional<std::size_t> reserved(std::uint32_t name) const { return reserved_[name]; }

    Position place(std::uint32_t file, int line, int column) const {
        return {files_.text(file), line, column};
    }

    /// Files of one -i are one source; 0 for what no file says.
    void set_source(std::string_view file, std::uint32_t source);
    std::uint32_t source_of(std::uint32_t file) const { return file < sources_.size() ? sources_[file] : 0; }

    std::string_view keep(std::string_view text) { return arena_.keep(text); }

    /// Texts and layers that are kept from here on can be forgotten again.
    TextArena::Mark mark() const { return arena_.mark(); }
    void forget_since(const TextArena::Mark& mark) { arena_.forget_since(mark); }

    Layer pack(std::span<const Setting> settings);
    Layer pack(const Setting& setting) { return pack(std::span(&setting, 1)); }

    /// The layers, from weak to strong, in one; of several that set a variable the strongest counts.
    Layer merge(std::span<const Layer> layers);
    Layer merge(Layer weak, Layer strong) { return merge(std::array{weak, strong}); }

    /// The layer without the settings that `is_unwanted` names.
    Layer without(Layer layer, const std::function<bool(const Setting&)>& is_unwanted);

private:
    class Words {
    public:
        std::uint32_t id(std::string_view word);
        std::optional<std::uint32_t> find(std::string_view word) const;
        const std::string& text(std::uint32_t id) const { return *words_[id]; }

    private:
        struct Hash : std::hash<std::string_view> {
            using is_transparent = void;
        };
        std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> ids_;
        std::vector<const std::string*> words_;
    };

    Words names_;
    Words files_;
    std::vector<std::optional<std::size_t>> reserved_;  ///< by name
    std::vector<std::uint32_t> sources_;                ///< by file
    TextArena arena_;
    std::string scratch_;
};

/// Calls `visit` with each setting of a layer, in the order in which they were packed.
template <typename Visit>
void for_each_setting(Layer layer, Visit visit);

/// Reads a layer piece by piece.
class LayerReader {
public:
    explicit LayerReader(Layer layer);
    bool next(Setting& setting);

private:
    std::uint64_t number();
    void read_place(Setting& setting, std::uint64_t head);
    void read_value_place(Setting& setting, std::uint64_t head);

    const char* at_;
    const char* end_;
    std::uint32_t file_ = 0;
    int line_ = 0;
};

template <typename Visit>
void for_each_setting(Layer layer, Visit visit) {
    LayerReader reader(layer);
    for (Setting setting; reader.next(setting);) visit(setting);
}

}  // namespace clientpush
