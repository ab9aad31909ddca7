# clientpush_embed(<target> <symbol> <file>): the text of a file as `extern const std::string_view symbol`
# in namespace clientpush, so that what runs on a host can never differ from the program that sent it.
function(clientpush_embed target symbol file)
  file(READ ${file} text)
  clientpush_embed_text(${target} ${symbol} ${file} "${text}")
endfunction()

# The same for a shell script that is sent to every host, without its comments and indentation: it is meant to fit
# into the first packets of a connection, with what it is called with.
function(clientpush_embed_script target symbol file)
  file(READ ${file} text)
  string(REGEX REPLACE "\n[ ]*#[^\n]*" "" text "\n${text}")
  string(REGEX REPLACE "\n[ \n]+" "\n" text "${text}")
  clientpush_embed_text(${target} ${symbol} ${file} "${text}")
endfunction()

# The same for lines that are typed into cmd.exe, without its remarks.
function(clientpush_embed_cmd target symbol file)
  file(READ ${file} text)
  string(REGEX REPLACE "\nrem[^\n]*" "" text "\n${text}")
  string(REGEX REPLACE "^\n" "" text "${text}")
  clientpush_embed_text(${target} ${symbol} ${file} "${text}")
endfunction()

function(clientpush_embed_text target symbol file text)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/embedded/${symbol}.cpp)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(CONFIGURE OUTPUT ${generated} @ONLY CONTENT
"#include <string_view>
namespace clientpush {
extern const std::string_view @symbol@;
const std::string_view @symbol@ = R\"embedded(@text@)embedded\";
}  // namespace clientpush
")
  target_sources(${target} PRIVATE ${generated})
endfunction()
