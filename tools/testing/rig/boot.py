# SPDX-License-Identifier: GPL-2.0-only
"""Boot a guest and follow its console until it has ended or must be ended."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import env
import log
import qemu
from env import say
from judge import FINISHED, STUCK
from plan import Plan

POLL = 0.2
OFF = 10  # seconds in which a guest that is done must power off, times its patience
_SUITE = re.compile(r"\[[^]]*\] ((?:not )?ok) [0-9]+ ([a-z0-9_-]+)\r?$")


class Follower:
    """Reads what is new in a file that another program writes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.offset = 0
        self.unfinished = b""

    def lines(self) -> list[str]:
        """The lines that were finished since the last call."""
        with open(self.path, "rb") as file:
            file.seek(self.offset)
            data = file.read()
        self.offset += len(data)
        *lines, self.unfinished = (self.unfinished + data).split(b"\n")
        return [line.decode(errors="replace") for line in lines]


def boot(plan: Plan, lock_fd: int | None = None, quiet: bool = False) -> tuple[str, float]:
    """Run QEMU. Return how the guest ended, as in results.Results, and its seconds."""
    directory = plan.directory
    for name in ("results.json", "text", "ktap"):
        (directory / name).unlink(missing_ok=True)
    consoles = [directory / name for name in ("console.log", "monitor.log")]
    if plan.guest.nested:
        consoles.append(directory / "host.log")
    for path in consoles:
        path.write_bytes(b"")
    child = env.start(qemu.prepare(plan), directory / "qemu.log", lock_fd)
    start = time.monotonic()
    ended = _follow(plan, consoles, lambda: child.poll() is not None, quiet)
    seconds = round(time.monotonic() - start, 1)
    status = env.end(child)
    if ended == FINISHED:
        if status:
            said = log.read(directory / "qemu.log")
            ended = f"QEMU ended with status {status}: {said[-1] if said else ''}"
        elif not log.find("rig: done", log.read(directory / "console.log")):
            ended = "the guest was gone before it was done"
    return ended, seconds


def _follow(plan: Plan, consoles: list[Path], has_ended: Callable[[], bool], quiet: bool) -> str:
    """Wait until QEMU has ended, or the guest is done and stays, or time is over. A guest that
    prints nothing for three quarters of its time is not waited for; the VMM of a nested guest
    does that itself."""
    followers = [Follower(path) for path in consoles]
    start = progress = time.monotonic()
    silence = plan.bound if plan.guest.nested else plan.bound * 3 / 4
    off_by = None
    while True:
        time.sleep(POLL)
        gone = has_ended()
        now = time.monotonic()
        for follower in followers:
            for line in follower.lines():
                progress = now
                if follower is not followers[0]:
                    continue
                if (suite := _SUITE.match(line)) and not quiet:
                    say("RIG", f"{plan.name}: {suite[2]}: {suite[1]}")
                if off_by is None and "rig: done" in line:
                    off_by = now + OFF * plan.guest.patience * plan.together
        if gone:
            return FINISHED
        if off_by is not None and now > off_by:
            return STUCK
        if now - start > plan.bound:
            return f"no end after {plan.bound} s"
        if now - progress > silence:
            return f"no output for {silence:.0f} s"
