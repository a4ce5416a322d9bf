# SPDX-License-Identifier: GPL-2.0-only
"""Guests for people: a shell, one command, or a kernel that waits for gdb."""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import sys
import time

import env
import log
import qemu
from boot import OFF, POLL, Follower
from cpio import Archive
from env import CannotStart, Error, say, short
from plan import Plan

# What tools/testing/guest/lib/session.sh prints around the output of a command
_BEGIN = "rig: command begins"
_END = re.compile("(.*)rig: command ended with ([0-9]+)$")


class Crashed(CannotStart):
    """The guest was started and did not finish the command."""

    code = env.CRASH


def prepare(plan: Plan, script: str) -> None:
    """Put the script into the initrd: the guest runs it in place of the tests."""
    if plan.guest.nested:
        raise Error(f"{plan.name}: a guest of a host has no console for you",
                    "the same platform without a host: pkvm")
    qemu.require_program(plan.guest.arch)
    plan.require_files()
    plan.directory.mkdir(parents=True, exist_ok=True)
    archive = Archive()
    archive.file("etc/session", script.encode(), 0o755)
    plan.initrd.write_bytes(archive.after((plan.files / "initrd.gz").read_bytes()))


def run(plan: Plan, command: str) -> int:
    """Run the command in the guest, print its output, and return its exit code."""
    if not command.strip():
        raise Error("there is no command", "make run GUEST=name CMD='command'")
    prepare(plan, command + "\n")
    directory = plan.directory
    with env.lock(directory.with_name(f"{directory.name}.lock"), f"the guest {plan.name}") as fd:
        console = directory / "console.log"
        for name in ("console.log", "monitor.log"):
            (directory / name).write_bytes(b"")
        child = env.start(qemu.prepare(plan), directory / "qemu.log", fd)
        follower = Follower(console)
        begun = False
        end = time.monotonic() + plan.bound
        while True:
            time.sleep(POLL)
            gone = child.poll() is not None
            for line in map(str.rstrip, follower.lines()):
                if ended := _END.search(line):
                    # The monitor reports when the guest powers off, which it does next.
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        child.wait(OFF)
                    env.end(child)
                    print(ended[1], end="", flush=True)  # a line without its end
                    return int(ended[2])
                if begun:
                    print(line, flush=True)
                begun = begun or _BEGIN in line
            if gone or time.monotonic() > end:
                env.end(child)
                if not gone:
                    raise Crashed(f"{plan.name}: no end after {plan.bound} s",
                                  f"console in {short(console)}",
                                  "TIMEOUT= changes the time that a guest may take")
                text = log.read(console)
                if not text:
                    said = log.read(directory / "qemu.log")
                    raise CannotStart(f"{plan.name}: {said[-1] if said else 'no output'}")
                panic = log.find(".*(Kernel panic.*)", text)
                raise Crashed(f"{plan.name}: the guest is gone; "
                              f"{panic[1] if panic else log.last_words(text)}",
                              f"console in {short(console)}")


def shell(plan: Plan) -> int:
    """A shell on the serial console, which is this terminal."""
    prepare(plan, "exec sh -i\n")
    say("RIG", f"{plan.name}: shell on the console. `exit` ends the guest, Ctrl-A X ends QEMU.")
    return _attach(qemu.prepare(plan), plan)


def gdb(plan: Plan, port: int) -> int:
    """The same, but the guest waits for gdb before its first instruction."""
    vmlinux = plan.kernel_directory / "vmlinux"
    if plan.foreign:
        raise CannotStart("gdb needs the symbols of a kernel that was built here")
    if not vmlinux.is_file():
        raise CannotStart(f"no kernel in {short(vmlinux)}: run make kernel")
    prepare(plan, "exec sh -i\n")
    debugger = next((name for name in ("gdb-multiarch", "gdb") if shutil.which(name)), "gdb")
    say("RIG", f"{plan.name} waits for gdb. In another terminal:")
    print(f"\n    {debugger} {short(vmlinux)} -ex 'target remote :{port}' "
          "-ex 'hbreak swiotlb_map' -ex continue\n")
    print("    Use hbreak. A software breakpoint is written to memory, and QEMU's gdb stub\n"
          "    does not know the page tables of the monitor: registers and addresses of code\n"
          "    are those of the guest, memory and backtraces may be wrong. Ctrl-A X ends QEMU.\n",
          flush=True)
    return _attach([*qemu.prepare(plan), "-S", "-gdb", f"tcp:127.0.0.1:{port}"], plan)


def _attach(line: list[str], plan: Plan) -> int:
    (plan.directory / "monitor.log").write_bytes(b"")
    try:
        status = subprocess.run(line, check=False).returncode
    except KeyboardInterrupt:
        status = 130
    if status:
        raise CannotStart(f"{plan.name}: QEMU ended with status {status}")
    return 0



def require_terminal() -> None:
    if not sys.stdin.isatty():
        raise Error("a shell needs a terminal", "for one command: make run GUEST= CMD=")
