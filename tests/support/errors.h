#pragma once

#include "base/error.h"

namespace clientpush {

/// The Error that the work throws; one with reason "no-error" when it throws none.
template <typename Work>
Error error_of(Work work) {
    try {
        work();
    } catch (const Error& error) {
        return error;
    }
    return {Error::Kind::internal, "no-error", "nothing was thrown"};
}

}  // namespace clientpush
