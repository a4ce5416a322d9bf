# SPDX-License-Identifier: GPL-2.0-only
"""The verdict on the Linux host of a pKVM guest, and on its VMM."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import log
from log import Problem

QUEUES = ("blk, queue 0", "net, queue 0", "net, queue 1", "rng, queue 0")


def read(directory: Path) -> list[str]:
    return log.without_stamps(log.read(directory / "host.log"))


def judge(directory: Path, text: list[str], ended: str) -> Iterator[Problem]:
    """The problems of host and VMM; `text` is the guest's. A guest that passed its checks without
    its devices has not done DMA."""
    lines = read(directory)
    for problem in log.reports(lines):
        yield Problem(problem.verdict, f"host: {problem.text}")
    if ended != "stuck" and not log.find("^reboot: Power down", lines):
        yield Problem("CRASH", f"the host did not power off; {log.last_words(lines)}")
    if not log.find("^pvm: protected guest", text):
        yield Problem("FAIL", "the VMM did not start a protected guest")
    if ended != "finished":
        return
    for queue in QUEUES:
        if not log.find(f"^pvm: virtio-{queue}: [1-9][0-9]* requests", text):
            yield Problem("FAIL", f"virtio-{queue}: the VMM counted no requests")


def ran_no_guest(lines: list[str]) -> bool:
    """Is the only report of the host that its hypervisor did not run the guest? This means nothing
    for the guest, see Documentation/monitor.rst."""
    # the warning, and the panic that panic_on_warn makes of it
    reports = [line for line in lines if re.search(f"^WARNING: |{log.CRASH}", line)]
    return (len(reports) == 2
            and bool(log.find(r"^WARNING: arch/arm64/kvm/inject_fault\.c:[0-9]+ at "
                              "pend_serror_exception", lines))
            and bool(log.find("^Kernel panic - not syncing: kernel: panic_on_warn set", lines)))
