#include "inventory/variable_store.h"

#include <algorithm>
#include <cstring>

#include "inventory/reserved.h"

namespace clientpush {
namespace {

constexpr std::size_t block_size = std::size_t{1} << 20;

/// Seven bits a byte, the lowest first.
void append_number(std::string& out, std::uint64_t number) {
    for (; number >= 0x80; number >>= 7) out += static_cast<char>(number | 0x80);
    out += static_cast<char>(number);
}

void append_line(std::string& out, const Setting& setting) {
    append_number(out, setting.file);
    append_number(out, static_cast<std::uint64_t>(setting.line));
}

// The head of a setting is the size of its value and, in the lowest bits, what else is said of it.

/// Where it stands: in the line of the one before, in the next, or elsewhere, which is written out.
enum : std::uint64_t { same_line = 0, next_line = 1, other_line = 2, line_bits = 3 };

/// Where its value stands: no file says it, in the line of the name, or elsewhere. Whatever is no plain text
/// is elsewhere.
enum : std::uint64_t { no_place = 0, behind_name = 4, other_place = 8, place_bits = 12 };

constexpr unsigned flag_bits = 4;
constexpr std::uint64_t vault_bit = 4;

std::uint64_t line_of(const Setting& setting, std::uint32_t file, int line) {
    if (setting.file != file) return other_line;
    return setting.line == line ? same_line : setting.line == line + 1 ? next_line : other_line;
}

std::uint64_t place_of_value(const Setting& setting) {
    if (setting.structured()) return other_place;
    if (setting.value_line == 0) return no_place;
    const bool behind = setting.value_line == setting.line && setting.value_column >= setting.column;
    return behind ? behind_name : other_place;
}

void append_setting(std::string& out, const Setting& setting, std::uint32_t file, int line) {
    const std::uint64_t stands = line_of(setting, file, line);
    const std::uint64_t value_stands = place_of_value(setting);
    append_number(out, setting.name);
    append_number(out, setting.value.size() << flag_bits | value_stands | stands);
    if (stands == other_line) append_line(out, setting);
    append_number(out, static_cast<std::uint64_t>(setting.column));
    if (value_stands == behind_name) {
        append_number(out, static_cast<std::uint64_t>(setting.value_column - setting.column));
    } else if (value_stands == other_place) {
        append_number(out, static_cast<std::uint64_t>(setting.kind) | (setting.vault ? vault_bit : 0));
        append_number(out, static_cast<std::uint64_t>(setting.value_line));
        append_number(out, static_cast<std::uint64_t>(setting.value_column));
    }
    out += setting.value;
}

}  // namespace

std::string_view TextArena::keep(std::string_view text) {
    if (text.empty()) return {};
    if (text.size() > block_size / 4) {
        blocks_.push_back(std::make_unique<char[]>(text.size()));
        std::memcpy(blocks_.back().get(), text.data(), text.size());
        return {blocks_.back().get(), text.size()};
    }
    if (text.size() > left_) {
        blocks_.push_back(std::make_unique<char[]>(block_size));
        next_ = blocks_.back().get();
        left_ = block_size;
    }
    std::memcpy(next_, text.data(), text.size());
    const std::string_view kept(next_, text.size());
    next_ += text.size();
    left_ -= text.size();
    return kept;
}

void TextArena::forget_since(const Mark& mark) {
    blocks_.resize(mark.blocks);
    left_ = mark.left;
    next_ = mark.next;
}

std::uint32_t VariableStore::Words::id(std::string_view word) {
    if (const auto known = ids_.find(word); known != ids_.end()) return known->second;
    const auto added = ids_.emplace(word, static_cast<std::uint32_t>(words_.size())).first;
    words_.push_back(&added->first);
    return added->second;
}

std::optional<std::uint32_t> VariableStore::Words::find(std::string_view word) const {
    const auto known = ids_.find(word);
    return known == ids_.end() ? std::nullopt : std::optional(known->second);
}

void VariableStore::set_source(std::string_view file, std::uint32_t source) {
    const std::uint32_t id = file_id(file);
    if (sources_.size() <= id) sources_.resize(id + 1);
    sources_[id] = source;
}

std::uint32_t VariableStore::name_id(std::string_view name) {
    const std::uint32_t id = names_.id(name);
    if (id == reserved_.size()) reserved_.push_back(reserved_number(name));
    return id;
}

/// A layer begins with the line of its first setting.
Layer VariableStore::pack(std::span<const Setting> settings) {
    if (settings.empty()) return {};
    scratch_.clear();
    append_line(scratch_, settings.front());
    const Setting* before = &settings.front();
    for (const Setting& setting : settings) {
        append_setting(scratch_, setting, before->file, before->line);
        before = &setting;
    }
    return arena_.keep(scratch_);
}

Layer VariableStore::merge(std::span<const Layer> layers) {
    std::vector<Setting> all;
    Layer only;
    std::size_t filled = 0;
    for (const Layer layer : layers) {
        if (layer.empty()) continue;
        ++filled;
        only = layer;
    }
    if (filled < 2) return only;
    for (const Layer layer : layers) for_each_setting(layer, [&](const Setting& s) { all.push_back(s); });
    std::ranges::stable_sort(all, {}, &Setting::name);
    // Of each run of the same name the last counts.
    std::vector<Setting> strongest;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (i + 1 == all.size() || all[i + 1].name != all[i].name) strongest.push_back(all[i]);
    return pack(strongest);
}

Layer VariableStore::without(Layer layer, const std::function<bool(const Setting&)>& is_unwanted) {
    std::vector<Setting> wanted;
    bool all = true;
    for_each_setting(layer, [&](const Setting& setting) {
        if (is_unwanted(setting)) {
            all = false;
        } else {
            wanted.push_back(setting);
        }
    });
    return all ? layer : pack(wanted);
}

LayerReader::LayerReader(Layer layer) : at_(layer.data()), end_(layer.data() + layer.size()) {
    if (layer.empty()) return;
    file_ = static_cast<std::uint32_t>(number());
    line_ = static_cast<int>(number());
}

std::uint64_t LayerReader::number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
        const auto byte = static_cast<unsigned char>(*at_++);
        value |= static_cast<std::uint64_t>(byte & 0x7Fu) << shift;
        if (byte < 0x80) return value;
    }
}

bool LayerReader::next(Setting& setting) {
    if (at_ == end_) return false;
    setting.name = static_cast<std::uint32_t>(number());
    const std::uint64_t head = number();
    read_place(setting, head);
    read_value_place(setting, head);
    const auto size = static_cast<std::size_t>(head >> flag_bits);
    setting.value = {at_, size};
    at_ += size;
    return true;
}

void LayerReader::read_place(Setting& setting, std::uint64_t head) {
    if ((head & line_bits) == other_line) {
        file_ = static_cast<std::uint32_t>(number());
        line_ = static_cast<int>(number());
    } else if ((head & line_bits) == next_line) {
        ++line_;
    }
    setting.file = file_;
    setting.line = line_;
    setting.column = static_cast<int>(number());
}

void LayerReader::read_value_place(Setting& setting, std::uint64_t head) {
    setting.kind = yaml::Node::Kind::scalar;
    setting.vault = false;
    setting.value_line = 0;
    setting.value_column = 0;
    if ((head & place_bits) == behind_name) {
        setting.value_line = setting.line;
        setting.value_column = setting.column + static_cast<int>(number());
    } else if ((head & place_bits) == other_place) {
        const std::uint64_t kind = number();
        setting.kind = static_cast<yaml::Node::Kind>(kind & ~vault_bit);
        setting.vault = (kind & vault_bit) != 0;
        setting.value_line = static_cast<int>(number());
        setting.value_column = static_cast<int>(number());
    }
}

}  // namespace clientpush
