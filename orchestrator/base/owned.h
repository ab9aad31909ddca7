#pragma once

#include <memory>

namespace clientpush {

/// Calls a C library's own free function at the end of a handle's life.
template <auto Free>
struct FreedBy {
    void operator()(auto* handle) const noexcept { Free(handle); }
};

/// A C handle with one owner:  using Key = Owned<EVP_PKEY, EVP_PKEY_free>;
template <typename Handle, auto Free>
using Owned = std::unique_ptr<Handle, FreedBy<Free>>;

}  // namespace clientpush
