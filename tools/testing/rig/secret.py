# SPDX-License-Identifier: GPL-2.0-only
"""Look at the memory of guests from outside, while they hold a secret.

The secret must be in the private view of their RAM and not in the shared view, where data that they
have read from their disk must be. The same is true for data that an accepted device has seen."""

from __future__ import annotations

import hashlib
import mmap
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import env
import ktap
import log
import qemu
import run
from boot import POLL
from env import FAIL, say
from guests import Guest
from plan import Plan
from run import Rig

RAM = 0x20000000  # GUEST_RAM_SIZE in arch/*/include/asm/layout.h
DUMPS = 4  # at one time, each of 1 GiB


def _hash(text: str) -> bytes:
    """As the guest's init makes it."""
    return hashlib.sha256(f"{text}\n".encode()).hexdigest().encode()


SECRET = _hash("a secret of the rig")
ACCEPTED_SECRET = _hash("a secret of the accepted device")
FROM_DISK = b"of the disk that a guest of the rig reads"


@dataclass(frozen=True)
class Finding:
    what: str
    count: int
    wanted: bool

    def say(self, name: str) -> bool:
        as_expected = bool(self.count) == self.wanted
        say("PASS" if as_expected else "FAIL", f"{name}: {self.what}: {self.count} times")
        return as_expected


def secret(rig: Rig, selected: list[Guest], variant: str) -> int:
    """Exit code: 0 if all is as expected, 1 if not."""
    limit = min(DUMPS, env.jobs())
    plans = [_plan(guest, variant, min(limit, len(selected))) for guest in selected]
    for plan in plans:
        qemu.require_program(plan.guest.arch)
        plan.require_files()
        say("RIG", f"{plan.guest.name}: console in {env.short(plan.directory)}/console.log")
    return 0 if all(list(run.beside(_look_at, plans, limit))) else FAIL


def _plan(guest: Guest, variant: str, together: int) -> Plan:
    changed = guest.with_changes(append=qemu.join(guest.append, "rig.hold"),
                                 features=guest.features | {"hold"})
    return Plan(changed, f"{guest.name}-secret", variant, seconds=env.timeout(), together=together)


def _look_at(plan: Plan) -> bool:
    directory, name = plan.directory, plan.guest.name
    dumps = directory / "shared", directory / "private"
    with env.lock(directory.with_name(f"{directory.name}.lock"),
                  f"the secret of the guest {name}") as fd:
        directory.mkdir(parents=True, exist_ok=True)
        try:
            if not _boot_and_dump(plan, fd):
                console = log.read(directory / "console.log")
                say("FAIL", f"{name}: no secret to look for; {log.last_words(console)}")
                return False
            return all([finding.say(name) for finding in _findings(plan, *dumps)])
        finally:
            for dump in dumps:
                dump.unlink(missing_ok=True)


def _boot_and_dump(plan: Plan, lock_fd: int) -> bool:
    """Boot the guest and, when it holds the secret, write its RAM to the files shared and private.
    """
    directory, guest = plan.directory, plan.guest
    console = directory / "console.log"
    console.write_bytes(b"")
    line = qemu.prepare(plan)
    line[line.index("-monitor") + 1] = "stdio"
    child = env.start(line, directory / "qemu.log", lock_fd, subprocess.PIPE)
    try:
        deadline = time.monotonic() + plan.bound
        while not any("rig: holding a secret" in said for said in log.mend(log.read(console))):
            if child.poll() is not None or time.monotonic() > deadline:
                return False
            time.sleep(POLL)
        commands = ["stop", f'pmemsave {guest.shared_ram:#x} {RAM:#x} "{directory}/shared"',
                    f'pmemsave {guest.private_ram:#x} {RAM:#x} "{directory}/private"', "quit"]
        child.communicate("".join(f"{command}\n" for command in commands).encode())
        return child.returncode == 0 and all(
            (directory / view).is_file() and (directory / view).stat().st_size == RAM
            for view in ("shared", "private"))
    finally:
        env.end(child)


def _findings(plan: Plan, shared: Path, private: Path) -> Iterator[Finding]:
    yield Finding("the secret in the private view", _times(SECRET, private), True)
    yield Finding("the secret in the shared view", _times(SECRET, shared), False)
    if "accepted" in plan.guest.features:
        console = log.mend(log.read(plan.directory / "console.log"))
        seen = sum(case.name == "edu_accepted.secret_is_seen" and case.result == "PASS"
                   for case in ktap.cases(console))
        yield Finding("the accepted device has seen its secret", seen, True)
        yield Finding("the accepted device's secret in the private view",
                      _times(ACCEPTED_SECRET, private), True)
        yield Finding("the accepted device's secret in the shared view",
                      _times(ACCEPTED_SECRET, shared), False)
    if "cc" in plan.guest.features:  # the devices of a host with SME reach private memory
        yield Finding("the disk in the shared view", _times(FROM_DISK, shared), True)


def _times(text: bytes, dump: Path) -> int:
    """How often the text is in the file."""
    with open(dump, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as memory:
        count, at = 0, memory.find(text)
        while at >= 0:
            count, at = count + 1, memory.find(text, at + len(text))
    return count
