#pragma once

namespace clientpush::fleet {

/// Sends a signal to every sshd of the machine that the caller lives in, and waits for their end when the
/// signal is SIGKILL.
void signal_sshds(int signal);

}  // namespace clientpush::fleet
