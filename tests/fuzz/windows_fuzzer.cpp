#include <cstddef>
#include <cstdint>

#include "fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    clientpush::fuzz_windows({reinterpret_cast<const char*>(data), size});
    return 0;
}
