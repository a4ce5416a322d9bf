# SPDX-License-Identifier: GPL-2.0-only
"""What the rig's programs share: where things are, messages, locks and child processes."""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

RIG = Path(__file__).resolve().parent
TOP = RIG.parents[2]
BUILD = Path(os.environ.get("CC_DMA_BUILD") or TOP / "build")

# Exit codes. `git bisect run` skips a commit on 125 and ends on a code above 127.
FAIL = 1
CRASH = 2
CANNOT_START = 125
USAGE = 128

GRACE = 10  # seconds that a child may take to end when it is told to


class Error(Exception):
    """A mistake of the user, or in the rig's files. The program ends with `code`."""

    code = USAGE

    def __init__(self, message: str, *hints: str) -> None:
        super().__init__(message)
        self.hints = hints


class CannotStart(Error):
    """The guest cannot be started, which says nothing about its kernel."""

    code = CANNOT_START


def say(tag: str, text: str) -> None:
    """Print one progress line, as kbuild does."""
    sys.stdout.write(f"  {tag:<7} {text}\n")
    sys.stdout.flush()


def short(path: Path) -> str:
    """The path as messages show it."""
    return str(path.relative_to(TOP)) if path.is_relative_to(TOP) else str(path)


def jobs() -> int:
    """How many guests may run at one time."""
    value = os.environ.get("JOBS") or str(len(os.sched_getaffinity(0)))
    if not re.fullmatch("[1-9][0-9]*", value):
        raise Error(f"JOBS={value}: not a number of CPUs")
    return int(value)


def timeout() -> int:
    """Seconds that a guest may take that runs alone."""
    value = os.environ.get("TIMEOUT") or "60"
    if not re.fullmatch("[1-9][0-9]*", value):
        raise Error(f"TIMEOUT={value}: not a number of seconds")
    return int(value)


@contextlib.contextmanager
def lock(path: Path, what: str) -> Iterator[int]:
    """One process at a time. Children that inherit the descriptor hold the lock too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("WAIT", f"another process is at work on {what}")
            fcntl.flock(fd, fcntl.LOCK_EX)
        yield fd
    finally:
        os.close(fd)


_children: set[subprocess.Popen[bytes]] = set()
_children_lock = threading.RLock()  # a signal may come while it is held
_ending = False


def start(command: list[str], log: Path, lock_fd: int | None = None,
          stdin: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """Start a child in a process group of its own. It ends with this process."""
    with open(log, "wb") as output, _children_lock:
        if _ending:
            raise SystemExit(143)
        child = subprocess.Popen(command, stdin=stdin, stdout=output, stderr=subprocess.STDOUT,
                                 start_new_session=True,
                                 pass_fds=() if lock_fd is None else (lock_fd,))
        _children.add(child)
    return child


def end(child: subprocess.Popen[bytes]) -> int:
    """End the child and all that it has started. Return its exit status."""
    status = child.poll()
    if status is None:
        os.killpg(child.pid, signal.SIGTERM)
        try:
            status = child.wait(GRACE)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            status = child.wait()
    with _children_lock:
        _children.discard(child)
        if _ending:  # the child has not ended by itself
            raise SystemExit(143)
    return status


def _end_all() -> None:
    global _ending
    with _children_lock:
        _ending = True
        for child in _children:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGTERM)


def _on_signal(number: int, _frame: object) -> None:
    _end_all()
    raise SystemExit(128 + number)


def end_children_with_us() -> None:
    """To be called once, by the main program."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _on_signal)
    atexit.register(_end_all)


def complain(error: Error, what: str = "") -> None:
    """Print the error and its hints."""
    program = Path(sys.argv[0]).name
    hints = "".join(f"    {hint}\n" for hint in error.hints)
    sys.stderr.write(f"{program}: error: {what}{error}\n{hints}")
