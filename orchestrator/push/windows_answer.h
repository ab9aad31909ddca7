#pragma once

#include <string>
#include <string_view>

#include "push/remote.h"

namespace clientpush {

// What a Windows host prints, and what it means in the words of the POSIX runner, so that one reader serves
// both.

/// Reads what came back for a call, up to its end: line ends of either kind, a byte order mark, UTF-16 that a
/// program printed in between, and whatever stands before the begin mark. Throws as read_answer() does.
Answer read_windows_answer(std::string_view text, const std::string& nonce);

/// Ports and sizes as decimal numbers, file names without folders, the ways to the management point from
/// curl's exit codes, and what became of the attempt. `values` are those of the call.
///
/// An attempt, by what lies in its folder:
///   not started                                  absent; running while somebody works in the folder
///   a launcher's result, and no log to go by     done, with that
///   a launcher that failed                       done, with that
///   a new end in the log, no installer           done, with the code in the log
///   an installer at work, or the launcher        running
///   else                                         interrupted; rebooted when the host restarted since
Answer in_posix_words(const Answer& raw, const RemoteValues& values);

/// The log's lines behind the ends that it had before the attempt, without their markup.
std::string story_of(const Answer& raw, const RemoteValues& values);

}  // namespace clientpush
