# Faster builds: ccache when it is there.
find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

# The loop. A precompiled header was tried: each target needs one of its own (their flags differ), which costs more
# than it saves.
add_library(clientpush_asio INTERFACE)
add_library(clientpush::asio ALIAS clientpush_asio)
target_link_libraries(clientpush_asio INTERFACE Boost::headers Threads::Threads)
target_compile_definitions(clientpush_asio INTERFACE BOOST_ASIO_NO_DEPRECATED BOOST_PROCESS_V2_HEADER_ONLY)
