# What every target of ours is compiled with; errors only where the preset says so.
add_library(clientpush_warnings INTERFACE)
add_library(clientpush::warnings ALIAS clientpush_warnings)
target_compile_options(clientpush_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align -Wformat=2 -Wimplicit-fallthrough
  # g++ 12 takes coroutine frames for mismatched new/delete when a sanitizer is on.
  $<$<CXX_COMPILER_ID:GNU>:-Wlogical-op -Wduplicated-cond -Wsuggest-override -Wno-mismatched-new-delete>)
