"""Runs a command and writes "wall-seconds cpu-seconds peak-megabytes exit-status peak-open-files" to a file.

    measure.py FILE COMMAND...

CPU is that of the command and of everything that it started, also of what detached itself: such processes become
children of this one, are told to end when the command has ended, and are waited for. Memory is the largest sum of
what all of them had in memory, shared pages by share (PSS), and open files are their largest sum too. This process
itself is not counted.
"""

import ctypes
import os
import resource
import signal
import subprocess
import sys
import threading
import time

PR_SET_CHILD_SUBREAPER = 36
SHARE_OF_TIME_FOR_SAMPLING = 0.05


def descendants(pid):
    """The processes below `pid`; those that end meanwhile are passed over."""
    found = []
    try:
        threads = os.listdir(f"/proc/{pid}/task")
    except OSError:
        return found
    for thread in threads:
        try:
            with open(f"/proc/{pid}/task/{thread}/children", encoding="ascii") as children:
                for child in map(int, children.read().split()):
                    found += [child, *descendants(child)]
        except OSError:
            pass
    return found


def pss_kilobytes(pid):
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as rollup:
            for line in rollup:
                if line.startswith("Pss:"):
                    return int(line.split()[1])
    except OSError:
        pass
    return 0


def open_files(pid):
    try:
        return len(os.listdir(f"/proc/{pid}/fd"))
    except OSError:
        return 0


class Watch(threading.Thread):
    """Samples as often as its small share of the time allows, at most every 100 ms."""

    def __init__(self):
        super().__init__(daemon=True)
        self.peak_kilobytes = 0
        self.peak_files = 0
        self.over = threading.Event()

    def run(self):
        pause = 0.1
        while not self.over.wait(pause):
            begun = time.monotonic()
            processes = descendants(os.getpid())
            self.peak_kilobytes = max(self.peak_kilobytes, sum(map(pss_kilobytes, processes)))
            self.peak_files = max(self.peak_files, sum(map(open_files, processes)))
            pause = max(0.1, (time.monotonic() - begun) / SHARE_OF_TIME_FOR_SAMPLING)


def end_what_is_left():
    """Ends detached processes and waits for them, so that the kernel adds their CPU to ours."""
    deadline = time.monotonic() + 10
    while True:
        left = descendants(os.getpid())
        for pid in left:
            try:
                os.kill(pid, signal.SIGTERM if time.monotonic() < deadline else signal.SIGKILL)
            except OSError:
                pass
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        time.sleep(0.02)


def interrupt(*_):
    raise KeyboardInterrupt


def main():
    file, command = sys.argv[1], sys.argv[2:]
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    signal.signal(signal.SIGTERM, interrupt)
    watch = Watch()
    begun = time.monotonic()
    child = subprocess.Popen(command, start_new_session=True, stdin=subprocess.DEVNULL)
    watch.start()
    try:
        status = child.wait()
        wall = time.monotonic() - begun
    except KeyboardInterrupt:
        end_what_is_left()
        sys.exit(130)
    watch.over.set()
    end_what_is_left()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime
    with open(file, "w", encoding="ascii") as out:
        print(f"{wall:.3f} {cpu:.3f} {watch.peak_kilobytes / 1024:.1f} {status} {watch.peak_files}", file=out)


main()
