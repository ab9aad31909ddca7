#pragma once

#include <sys/types.h>

namespace clientpush::fleet {

/// fork(), with the child as the first process of a new PID namespace. Only children ever see it: this
/// process stays in its own.
pid_t fork_into_new_pid_namespace();

/// fork(), with the child in the PID namespace of the process that a pidfd refers to.
pid_t fork_into_pid_namespace_of(int process);

/// A pidfd, close-on-exec, readable when the process has ended; -1 when there is none.
int open_process(pid_t pid);

/// Returns when the process has ended.
void wait_for_end(int process);

/// pidfd_send_signal.
void send_signal(int process, int signal);

}  // namespace clientpush::fleet
