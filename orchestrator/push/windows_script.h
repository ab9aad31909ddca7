#pragma once

#include <string>
#include <string_view>

#include "push/remote.h"

namespace clientpush {

/// The constant line that starts the shell of ours on a Windows host: it reads as the same under cmd.exe and
/// under PowerShell. Lines are typed into it; it prints nothing but what they print.
std::string_view windows_shell_line();

/// What is typed for a call: assignments, then lines, between marks with `nonce`. Line ends are Windows'.
/// Throws Error{usage} "render-refused" for a value that cmd.exe could misread.
std::string windows_call(const std::string& nonce, const RemoteValues& values, std::string_view lines);

/// The last that the host prints for a call.
std::string windows_answer_end(const std::string& nonce);

/// Lines of the calls. `values` decide only which of them there are.
std::string windows_look_lines(const RemoteValues& values);
std::string windows_prepare_lines();
std::string windows_unstage_lines();

/// The whole story of an ended attempt: what its launcher printed, and its log.
std::string windows_story_lines();

/// Drops older attempts and payloads.
std::string windows_tidy_lines();

/// The script of an attempt: ASCII, with Windows' line ends. Takes `command`, `manifest` and `ends` (the
/// texts before the exit code in the log's last line, one to a line) besides the values of a look.
std::string windows_attempt_file(const std::string& nonce, const RemoteValues& values);

/// "C:\dir\x" as SFTP spells it: "/C:/dir/x".
std::string sftp_path(std::string path);

}  // namespace clientpush
