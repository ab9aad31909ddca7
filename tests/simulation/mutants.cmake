# The engine, broken on purpose: every patch is a fault that the simulation has to find. A patched file takes the place
# of the one in the library. Nothing builds them but `./dev test deep`.
file(GLOB patches CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/mutants/*.patch)
file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*.cpp)
add_library(simulation_objects OBJECT EXCLUDE_FROM_ALL ${sources})
target_include_directories(simulation_objects PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(simulation_objects PRIVATE test_support clientpush::warnings)

add_custom_target(mutants)
foreach(patch IN LISTS patches)
  get_filename_component(name ${patch} NAME_WE)
  file(STRINGS ${patch} line REGEX "^--- " LIMIT_COUNT 1)
  string(SUBSTRING "${line}" 4 -1 source)
  set(mutant ${CMAKE_CURRENT_BINARY_DIR}/mutants/${name}.cpp)
  add_custom_command(OUTPUT ${mutant}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_CURRENT_BINARY_DIR}/mutants
    COMMAND patch --quiet --output=${mutant} ${PROJECT_SOURCE_DIR}/${source} ${patch}
    DEPENDS ${PROJECT_SOURCE_DIR}/${source} ${patch})
  add_executable(mutant_${name} EXCLUDE_FROM_ALL ${mutant} $<TARGET_OBJECTS:simulation_objects>)
  target_link_libraries(mutant_${name} PRIVATE test_support clientpush::push clientpush::warnings GTest::gtest_main)
  add_dependencies(mutants mutant_${name})
  add_test(NAME Mutant.${name} COMMAND mutant_${name})
  set_tests_properties(Mutant.${name} PROPERTIES LABELS deep TIMEOUT 600
    PASS_REGULAR_EXPRESSION "replay it alone with CLIENTPUSH_SEED")
endforeach()
