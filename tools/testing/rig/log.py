# SPDX-License-Identifier: GPL-2.0-only
"""Console logs: whole lines without time stamps, and reports of the kernel in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# The kernel, the monitor or the VMM cannot continue.
CRASH = ("^(Kernel panic|BUG: |Oops|Internal error|Unable to handle|general protection"
         "|monitor: error:|pvm: error:)")
# The kernel continues.
WRONG = (
    "^BUG: KASAN: ",
    # DEBUG_ATOMIC_SLEEP
    "^BUG: (sleeping function called|scheduling while atomic)",
    # lockdep and RCU
    "^(WARNING|INFO): (possible|inconsistent|suspicious|bad|held|lock held|Nested"
    "|trying to register) |^WARNING: .*-unsafe lock order|^\\[ BUG: ",
    "^kmemleak: [0-9]+ new suspected memory leaks",
    "DMA-API: .*(error|overlap|leak|not)",
    "^rcu: INFO: ",
    # slub
    "^BUG [a-z]",
    # watchdogs, which the rig's own kernels do not have
    "^watchdog: BUG: soft lockup|^INFO: task .* blocked for more than",
    "^unchecked MSR access error",
    # a device, not one of a KUnit test, that waits for a bounce buffer or gets none
    "^(virtio-|edu|nvme|megaraid_sas|sym53c8xx|e1000e)[^ ]* [^ ]+: (swiotlb buffer is full"
    "|restricted DMA pool at [^ ]+ is |.*rejecting DMA|.*DMA is not restricted"
    "|no [a-z]+ bounce buffers|cannot address the restricted DMA pool"
    "|Can not allocate SWIOTLB buffer earlier)",
)
WARNING = "^WARNING: |cut here"


@dataclass(frozen=True)
class Problem:
    """Why a boot is not a PASS: FAIL or CRASH, and of which check if it is about one."""

    verdict: str
    text: str
    check: str = ""

    def __str__(self) -> str:
        return f"{self.verdict} {self.text}"


def read(path: Path) -> list[str]:
    """The lines of a console, without what terminals add. There is no file: no lines."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return []
    lines = data.decode(errors="replace").replace("\r", "").split("\n")
    return lines if lines[-1] else lines[:-1]


def mend(lines: list[str]) -> Iterator[str]:
    """Put lines in order that the monitor has printed while another CPU of the guest was in the
    middle of a line. The monitor prints whole lines; the rest of the guest's line follows."""
    head = ""
    for line in lines:
        at = line.find("monitor: ")
        if at > 0:
            head += line[:at]
            line = line[at:]
        if at >= 0:
            yield line
        else:
            yield head + line
            head = ""
    if head:
        yield head


def without_stamps(lines: list[str]) -> list[str]:
    """What a kernel printed, without the time stamps of printk."""
    return [re.sub(r"^\[[^]]*\] ", "", line) for line in lines]


def find(pattern: str, lines: list[str]) -> re.Match[str] | None:
    """The first line that matches."""
    search = re.compile(pattern).search
    return next((found for line in lines if (found := search(line))), None)


def last_words(lines: list[str]) -> str:
    return f"its last words: {lines[-1] if lines else ''}"


def reports(lines: list[str]) -> Iterator[Problem]:
    """One problem for each kind of report in the log of a kernel."""
    for wrong in WRONG:
        if found := find(wrong, lines):
            yield Problem("FAIL", found.string)
    known = re.compile("|".join(WRONG)).search
    rest = [line for line in lines if not known(line)]
    if found := find(WARNING, rest):
        yield Problem("FAIL", found.string)
    if found := find(CRASH, rest):
        yield Problem("CRASH", found.string)
