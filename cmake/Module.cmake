# clientpush_module(<name> USES <modules...> LIBS <external targets...>)
#
# One folder of orchestrator/ becomes one static library, linked to exactly the modules that it names.
# tests/architecture reads the same list, so an #include that goes against the arrows fails a test.
function(clientpush_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "USES;LIBS")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.h)
  list(TRANSFORM arg_USES PREPEND clientpush:: OUTPUT_VARIABLE lower)
  if(sources)
    add_library(clientpush_${name} STATIC ${sources} ${headers})
    target_include_directories(clientpush_${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
    target_link_libraries(clientpush_${name} PUBLIC ${lower} ${arg_LIBS} PRIVATE clientpush::warnings)
  else()
    add_library(clientpush_${name} INTERFACE)
    target_include_directories(clientpush_${name} INTERFACE ${CMAKE_CURRENT_SOURCE_DIR})
    target_link_libraries(clientpush_${name} INTERFACE ${lower} ${arg_LIBS})
  endif()
  add_library(clientpush::${name} ALIAS clientpush_${name})
  if(CLIENTPUSH_TESTS)
    add_test(NAME architecture.${name}
      COMMAND ${CMAKE_COMMAND} "-DMODULE=${name}" "-DUSES=${arg_USES}"
              -P ${PROJECT_SOURCE_DIR}/tests/architecture/check_includes.cmake
      WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
    set_tests_properties(architecture.${name} PROPERTIES LABELS unit)
  endif()
endfunction()
