# SPDX-License-Identifier: GPL-2.0-only
"""The messages of the monitor's option `trace`, see kernel/trace.c."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

PAGE = 4096
_LINE = re.compile(r"^monitor: trace: 0x([0-9a-f]+)-0x([0-9a-f]+) becomes (shared|private), "
                   r"pc 0x[0-9a-f]+$")
_START = re.compile("^monitor: trace: a kernel starts: ([0-9]+) pages are shared, "
                    "([0-9]+) are private and not accepted, ")


@dataclass(frozen=True)
class Conversion:
    """Pages of 4 KiB, by number."""

    pages: range
    shared: bool


def parse(line: str) -> Conversion | None:
    found = _LINE.match(line)
    if not found:
        return None
    return Conversion(range(int(found[1], 16) // PAGE, (int(found[2], 16) + 1) // PAGE),
                      found[3] == "shared")


def shared_over_kexec(lines: Iterable[str]) -> int | None:
    """The smallest number of pages that are shared at one time between the end of the first kernel
    and the first message of the second one, or None if there was no kexec. It is 0 if the first
    kernel made all pages private. The second kernel may share pages before its first message.
    The lines of the guest and of the monitor must be in order, as they are on arm64. Elsewhere the
    monitor counts, see unknown_at_start()."""
    shared: set[int] = set()
    least: int | None = None
    for line in lines:
        if conversion := parse(line):
            if conversion.shared:
                shared.update(conversion.pages)
            else:
                shared.difference_update(conversion.pages)
        if line.startswith("kexec_core: Starting new kernel"):
            least = len(shared)
        elif least is not None:
            if line.startswith("Linux version "):
                return least
            least = min(least, len(shared))
    return None


def unknown_at_start(lines: Iterable[str]) -> int | None:
    """The number of pages that the second kernel treats as private and that are not, or None if
    there was no kexec. The monitor of x86 counts them each time that a kernel does something that
    it does early and the same number of times in each boot. Both kernels are the same one."""
    lines = list(lines)
    kernels = sum(line.startswith("Linux version ") for line in lines)
    starts = [found for line in lines if (found := _START.match(line))]
    if kernels != 2 or not starts or len(starts) % 2:
        return None
    found = starts[len(starts) // 2]
    return int(found[1]) + int(found[2])
