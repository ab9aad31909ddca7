#include "inventory/variable_store.h"

#include <algorithm>
#include <cstring>

namespace clientpush {
namespace {

constexpr std::size_t block_size = std::size_t{1} << 20;

/// Seven bits a byte, the lowest first.
void append_number(std::string& out, std::uint64_t number) {
    for (; number >= 0x80; number >>= 7) out += static_cast<char>(number | 0x80);
    out += static_cast<char>(number);
}

void append_place(std::string& out, const Setting& setting) {
    append_number(out, setting.file);
    append_number(out, static_cast<std::uint64_t>(setting.line));
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

/// The place of the first setting stands once; only the column differs within a row of a table.
Layer VariableStore::pack(const std::vector<Setting>& settings) {
    if (settings.empty()) return {};
    scratch_.clear();
    const Setting& first = settings.front();
    append_place(scratch_, first);
    for (const Setting& setting : settings) {
        const bool elsewhere = setting.file != first.file || setting.line != first.line;
        append_number(scratch_, setting.name);
        append_number(scratch_,
                      setting.value.size() << 2 | (elsewhere ? 2u : 0u) | (setting.structured ? 1u : 0u));
        if (elsewhere) append_place(scratch_, setting);
        append_number(scratch_, static_cast<std::uint64_t>(setting.column));
        scratch_ += setting.value;
    }
    return arena_.keep(scratch_);
}

Layer VariableStore::merge(Layer weak, Layer strong) {
    if (weak.empty()) return strong;
    if (strong.empty()) return weak;
    std::vector<Setting> all;
    const auto add = [&](const Setting& setting) {
        const auto same =
            std::find_if(all.begin(), all.end(), [&](const Setting& s) { return s.name == setting.name; });
        if (same == all.end()) {
            all.push_back(setting);
        } else {
            *same = setting;
        }
    };
    for_each_setting(weak, add);
    for_each_setting(strong, add);
    return pack(all);
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
    const bool elsewhere = (head & 2u) != 0;
    setting.structured = (head & 1u) != 0;
    setting.file = elsewhere ? static_cast<std::uint32_t>(number()) : file_;
    setting.line = elsewhere ? static_cast<int>(number()) : line_;
    setting.column = static_cast<int>(number());
    const auto size = static_cast<std::size_t>(head >> 2);
    setting.value = {at_, size};
    at_ += size;
    return true;
}

}  // namespace clientpush
