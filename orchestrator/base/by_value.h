#pragma once

#include <cstddef>
#include <iterator>
#include <utility>

namespace clientpush {

/// Goes over a list whose members are put together when somebody asks for them, and given by value: nobody
/// can hold one by reference for longer than a turn of the loop. `List` has operator[](std::size_t) const.
template <typename List>
class ByValueIterator {
public:
    using value_type = decltype(std::declval<const List&>()[std::size_t{}]);
    using difference_type = std::ptrdiff_t;
    using reference = value_type;
    using pointer = void;
    using iterator_category = std::input_iterator_tag;

    ByValueIterator() = default;
    ByValueIterator(const List& list, std::size_t index) : list_(&list), index_(index) {}

    value_type operator*() const { return (*list_)[index_]; }
    ByValueIterator& operator++() {
        ++index_;
        return *this;
    }
    ByValueIterator operator++(int) {
        ByValueIterator before = *this;
        ++index_;
        return before;
    }
    bool operator==(const ByValueIterator& other) const { return index_ == other.index_; }

private:
    const List* list_ = nullptr;
    std::size_t index_ = 0;
};

}  // namespace clientpush
