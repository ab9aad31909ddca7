# clientpush_embed(<target> <symbol> <file>): the text of a file as `extern const std::string_view symbol`
# in namespace clientpush, so that what runs on a host can never differ from the program that sent it.
function(clientpush_embed target symbol file)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/embedded/${symbol}.cpp)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(READ ${file} text)
  file(CONFIGURE OUTPUT ${generated} @ONLY CONTENT
"#include <string_view>
namespace clientpush {
extern const std::string_view @symbol@;
const std::string_view @symbol@ = R\"embedded(@text@)embedded\";
}  // namespace clientpush
")
  target_sources(${target} PRIVATE ${generated})
endfunction()
