#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""judge_test.py [BASE]: the verdict on logs that were tampered with.

Takes what the guest sev reported in the last boot and changes one thing at a time, by a script of
sed; nothing is booted. The same with the log of a pKVM host, with two guests that must agree, and,
if BASE is given, with the input of the kernel's own parser."""

from __future__ import annotations

import sys

sys.dont_write_bytecode = True

import contextlib
import dataclasses
import io
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import agree
import env
import host
import judge
import log
import refuse
import results
from env import BUILD, TOP, say
from plan import Plan
from run import Rig

RIG = Rig()
NOW = "[    0.000000]"

# verdict, what, script of sed; how the guest ended and the monitor's console if not as usual
TAMPERED: list[tuple[str, ...]] = [
    ("PASS", "the log as it is", ""),
    ("FAIL", "a warning on the first line", f"1i{NOW} WARNING: kernel/dma/swiotlb.c:1 at x"),
    ("FAIL", "a KASAN report",
     f"1i{NOW} BUG: KASAN: slab-use-after-free in swiotlb_map+0x10/0x20"),
    ("FAIL", "a sleep in atomic context",
     f"1i{NOW} BUG: sleeping function called from invalid context at mm/x.c:1"),
    ("FAIL", "a lockdep warning",
     f"1i{NOW} WARNING: possible circular locking dependency detected"),
    ("FAIL", "a lockdep warning of irqs",
     f"1i{NOW} WARNING: SOFTIRQ-safe -> SOFTIRQ-unsafe lock order detected"),
    ("FAIL", "a lockdep info", f"1i{NOW} INFO: possible recursive locking detected"),
    ("FAIL", "a lock without a key", f"1i{NOW} INFO: trying to register non-static key."),
    ("FAIL", "a lockdep bug", f"1i{NOW} [ BUG: Invalid wait context ]"),
    ("FAIL", "a suspicious use of RCU", f"1i{NOW} WARNING: suspicious RCU usage"),
    ("FAIL", "an RCU stall", f"1i{NOW} rcu: INFO: rcu_sched self-detected stall on CPU"),
    ("FAIL", "a leak in the log",
     f"1i{NOW} kmemleak: 1 new suspected memory leaks (see /sys/kernel/debug/kmemleak)"),
    ("FAIL", "a leak", "s/ ok 1 none # SKIP.*/ not ok 1 none/"),
    ("FAIL", "a device without bounce buffers",
     f"1i{NOW} virtio-pci 0000:00:01.0: swiotlb buffer is full (sz: 4096 bytes), total 1 (slots), "
     "used 1 (slots)"),
    ("FAIL", "an NVMe disk without bounce buffers",
     f"1i{NOW} nvme 0000:00:01.0: swiotlb buffer is full (sz: 4096 bytes), total 1 (slots), "
     "used 1 (slots)"),
    ("FAIL", "a device whose pool is in the other state",
     f"1i{NOW} virtio-mmio a000000.virtio_mmio: restricted DMA pool at 0x4f800000 is private, "
     "device needs shared memory"),
    ("FAIL", "a device whose DMA is rejected",
     f"1i{NOW} virtio-mmio a000000.virtio_mmio: rejecting DMA: restricted DMA pool cannot be used"),
    ("FAIL", "a device without its restricted pool",
     f"1i{NOW} virtio-mmio a000000.virtio_mmio: /pool: restricted DMA pool cannot be used (-22), "
     "DMA is not restricted"),
    ("FAIL", "a device without a pool that fits",
     f"1i{NOW} virtio-pci 0000:00:01.0: no private bounce buffers"),
    ("FAIL", "a device that cannot address its pool",
     f"1i{NOW} virtio-pci 0000:00:01.0: cannot address the restricted DMA pool"),
    ("FAIL", "a device without a pool",
     f"1i{NOW} virtio-pci 0000:00:01.0: Can not allocate SWIOTLB buffer earlier and can't now "
     "provide you with the DMA bounce buffer"),
    ("CRASH", "no search for leaks", "/ ok 1 none # SKIP/d"),
    ("CRASH", "lockdep out of memory", f"1i{NOW} BUG: MAX_LOCKDEP_ENTRIES too low!"),
    ("CRASH", "an oops on the first line", f"1i{NOW} Oops: 0000 [#1]"),
    ("CRASH", "an error of the monitor", "1imonitor: error: nested page fault"),
    ("FAIL", "a violation on the console of the monitor", "", "finished",
     "monitor: violation: GHCB"),
    ("CRASH", "an error on the console of the monitor", "", "finished",
     "monitor: error: nested page fault"),
    ("FAIL", "a soft lockup", f"1i{NOW} watchdog: BUG: soft lockup - CPU#0 stuck for 22s!"),
    ("FAIL", "a violation that the monitor saw", "1imonitor: violation: GHCB"),
    ("CRASH", "an oops after a KASAN report",
     f"1i{NOW} BUG: KASAN: null-ptr-deref in x+0x1/0x2\\n{NOW} Oops: 0000 [#1]"),
    ("CRASH", "a missing check", "/ok [0-9]* block_read/d"),
    ("FAIL", "a check that failed", r"s/ ok \([0-9]*\) block_read/ not ok \1 block_read/"),
    ("FAIL", "a check that was skipped", r"s/\( ok [0-9]* block_read\)/\1 # SKIP not today/"),
    ("FAIL", "a skip that is expected and ran",
     r"s/\( late_pool_is_removed\) # SKIP.*/\1/"),
    ("FAIL", "a check that nobody expects", "/ ok [0-9]* block_read/{p;s/block_read/toast/}"),
    ("FAIL", "a check that is reported twice", "/ ok [0-9]* block_read/{p;s/ok/not ok/}"),
    ("FAIL", "an access that was refused",
     "1imonitor: SMMU: device 00:04.0 may not read 0x41648000"),
    ("PASS", "a line of the monitor in one of the guest", r"s/ ok 1 block_/&monitor: a word\r\n/"),
    ("FAIL", "an access that was refused, in such a line",
     r"s/ ok 1 block_/&monitor: SMMU: device\r\n/"),
    ("FAIL", "another platform", "s/active: AMD SEV/active: Intel TDX/"),
    ("FAIL", "another number of CPUs", "s/node, 1 CPU/node, 2 CPUs/"),
    ("FAIL", "no line about CPUs", "/smp: Brought up/d"),
    ("CRASH", "a guest that did not end", "", "no end after 60 s"),
    ("CRASH", "a guest that printed nothing for too long", "", "no output for 45 s"),
    ("FAIL", "a guest that does not power off", "", "stuck"),
    ("CRASH", "an empty log", "d"),
]

HOST_LOG = """\
[    0.937982] kvm: protected VMs are experimental and for development only, tainting kernel
[   31.338827] host: the VMM ended with status 0
[   31.354862] reboot: Power down
"""
VMM_LOG = """\
pvm: protected guest, 256 MiB
pvm: virtio-blk, queue 0: 147 requests, not in use
pvm: virtio-net, queue 0: 4 requests, not in use
pvm: virtio-net, queue 1: 4 requests, not in use
pvm: virtio-rng, queue 0: 1 requests, not in use
pvm: the guest is off
"""
# the problem, a regular expression, what, script of sed
HOSTS = [
    ("$", "the logs as they are", ""),
    ("FAIL host: WARNING: .*inject_fault", "a warning",
     f"1i{NOW} WARNING: arch/arm64/kvm/inject_fault.c:71 at x"),
    ("CRASH host: Kernel panic", "a panic", f"1i{NOW} Kernel panic - not syncing: x"),
    ("CRASH the host did not power off", "a host that is gone", "/reboot: Power down/d"),
    ("FAIL the VMM did not start a protected guest", "an ordinary guest",
     "s/pvm: protected/pvm: not a protected/"),
    ("FAIL virtio-net, queue 1: the VMM counted no", "a queue that was not used",
     "s/queue 1: 4/queue 1: 0/"),
    ("FAIL virtio-rng, queue 0: the VMM counted no", "a device that is missing", "/virtio-rng/d"),
]

NO_GUEST = """\
host: running a guest
WARNING: arch/arm64/kvm/inject_fault.c:71 at pend_serror_exception+0x28/0xb4, CPU#1: pvm/80
Kernel panic - not syncing: kernel: panic_on_warn set ...
---[ end Kernel panic - not syncing: kernel: panic_on_warn set ... ]---
"""
# is the host booted once more, what, script of sed
NO_GUESTS = [
    (True, "a host that did not run its guest", ""),
    (False, "a host that printed nothing", "d"),
    (False, "another warning", "s/inject_fault.c:71 at pend_serror/mmu.c:71 at kvm_x/"),
    (False, "an oops before", "1iInternal error: Oops: 0000000096000004 [#1]"),
    (False, "a warning before", "1iWARNING: arch/arm64/kvm/mmu.c:71 at x"),
    (False, "another panic", "s/^Kernel panic.*/Kernel panic - not syncing: x/"),
]

ONE, OTHER = "pkvm-mmio", "pkvm-host"
BOTH = f"{ONE} {OTHER}"
# exit code of agree, what, the guests whose console is changed, script of sed
AGREEMENTS = [
    (0, "what both reported", "", ""),
    (1, "a check that failed in the one", ONE, "s/ ok \\([0-9]* net_ping\\)/ not ok \\1/"),
    (1, "a check that failed in the other", OTHER, "s/ ok \\([0-9]* net_ping\\)/ not ok \\1/"),
    (1, "a check that the one lacks", ONE, "/ ok [0-9]* rng_read/d"),
    (1, "a check that the other lacks", OTHER, "/ ok [0-9]* rng_read/d"),
    (1, "a skip that is not expected", OTHER, "s/ ok [0-9]* attribute_is_rejected/& # SKIP x/"),
    (1, "a check that failed where the other skips", ONE,
     "s/ ok \\([0-9]*\\) coherent\\>/ not ok \\1 coherent/"),
    (1, "a check that only the one should skip", OTHER,
     "s/\\( ok [0-9]* boundary_is_that_of_encoded_address\\).*/\\1/"),
    (1, "a pool in another state", OTHER, "s/\\(rig: pool .*\\) shared/\\1 private/"),
    (1, "another platform", OTHER, "/hypervisor services detected/d"),
    (1, "no check that passed", BOTH,
     "/# Subtest: edu[a-z_]*\\r*$/,/\\] ok [0-9]* edu/d; / ok [0-9]* mmio_guard/d; "
     "/ ok [0-9]* [a-z0-9_]*\\r*$/d"),
    (3, "a guest that reported nothing", OTHER, "d"),
]

# exit code of tools/testing/kunit, what, script of sed
PARSER = [
    (0, "what sev reported", ""),
    (0, "another message after each line", f"s/\\r*$/\\n{NOW} Freeing initrd memory: 1120K/"),
    (1, "a check that failed", r"s/ ok \([0-9]*\) block_read/ not ok \1 block_read/"),
    (1, "a missing check", "/ ok [0-9]* block_read/d"),
    (1, "a suite that has not ended", r"/ ok [0-9]* swiotlb\r*$/d"),
]


def sed(script: str, data: bytes) -> bytes:
    return subprocess.run(["sed", script], input=data, capture_output=True, check=True).stdout


class Tampered(unittest.TestCase):
    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory(prefix="cc-dma.")
        self.addCleanup(directory.cleanup)
        self.tmp = Path(directory.name)
        for module in (env, results):
            patch = mock.patch.object(module, "BUILD", self.tmp)
            patch.start()
            self.addCleanup(patch.stop)
        patch = mock.patch("plan.BUILD", self.tmp)
        patch.start()
        self.addCleanup(patch.stop)

    def log_of(self, guest: str) -> bytes:
        console = BUILD / "rig" / guest / "console.log"
        if not console.exists():
            self.fail(f"the guest {guest} has not been booted")
        return console.read_bytes()

    def judge(self, guest: str, console: bytes, ended: str = judge.FINISHED,
              monitor: str = "", copy: bool = True) -> results.Results:
        """The judge's verdict on a console. Other files are those of the last boot."""
        plan = Plan(RIG.guests[guest], guest)
        if copy:
            plan.directory.mkdir(parents=True, exist_ok=True)
            for name in ("disk.img", "host.log"):
                if (BUILD / "rig" / guest / name).exists():
                    shutil.copyfile(BUILD / "rig" / guest / name, plan.directory / name)
        (plan.directory / "console.log").write_bytes(console)
        (plan.directory / "monitor.log").write_text(f"{monitor}\n" if monitor else "")
        return judge.judge(plan, RIG.expected(plan.guest), None, ended)

    def check(self, what: str, got: object, want: object, detail: str = "") -> None:
        with self.subTest(what):
            self.assertEqual(got, want, detail)
            say("PASS", f"{what}: {detail or got}".partition("\n")[0])

    def test_verdicts(self) -> None:
        good = self.log_of("sev")
        for want, what, script, *more in TAMPERED:
            ended, monitor = (*more, *["finished", ""][len(more):])
            judged = self.judge("sev", sed(script, good), ended, monitor)
            problems = "".join(f"; {problem.text}" for problem in judged.problems[:1])
            self.check(what, judged.verdict, want, f"{judged.verdict}{problems}")

    def test_console_is_not_changed(self) -> None:
        console = sed(r"s/ ok 1 block_/&monitor: a word\r\n/", self.log_of("sev"))
        self.judge("sev", console)
        self.assertEqual((self.tmp / "rig/sev/console.log").read_bytes(), console)

    def test_debug_guest_needs_a_debug_kernel(self) -> None:
        plan = Plan(RIG.guests["sev"], "sev")
        self.judge("sev", self.log_of("sev"))
        judged = judge.judge(plan, RIG.expected(RIG.guests["sev-debug"]), None, judge.FINISHED)
        self.check("a debug guest with a kernel that nothing watches", judged.verdict, "FAIL")

    def test_write_must_be_on_the_disk(self) -> None:
        self.judge("sev", self.log_of("sev"))
        with open(self.tmp / "rig/sev/disk.img", "r+b") as disk:
            disk.seek(4096)
            disk.write(bytes(4096))
        judged = self.judge("sev", self.log_of("sev"), copy=False)
        self.check("a write that is not on the disk", judged.verdict, "FAIL")

    def test_hosts(self) -> None:
        for want, what, script in HOSTS:
            (self.tmp / "host.log").write_bytes(sed(script, HOST_LOG.encode()))
            text = sed(script, VMM_LOG.encode()).decode().splitlines()
            got = "\n".join(map(str, host.judge(self.tmp, text, judge.FINISHED)))
            self.check(f"pKVM host: {what}", bool(re.match(want, got)), True, got or "no problem")

    def test_hosts_that_ran_no_guest(self) -> None:
        for want, what, script in NO_GUESTS:
            lines = sed(script, NO_GUEST.encode()).decode().splitlines()
            self.check(f"pKVM host, once more: {what}", host.ran_no_guest(lines), want)

    def test_agreement(self) -> None:
        for want, what, guests, script in AGREEMENTS:
            for guest in (ONE, OTHER):
                console = self.log_of(guest)
                self.judge(guest, sed(script, console) if guest in guests.split() else console)
            output = io.StringIO()
            with contextlib.redirect_stdout(output):
                try:
                    got = agree.agree(RIG, [ONE, OTHER])
                except results.NotBooted as error:
                    got = error.code
                    print(error)
            self.check(f"agree: {what}", got, want, output.getvalue().strip().split("\n")[-1])

    @unittest.skipUnless(sys.argv[1:], "no BASE, whose kunit.py to use")
    def test_the_kernels_parser(self) -> None:
        base = sys.argv[1]
        (self.tmp / f"linux-{base}").symlink_to(BUILD / f"linux-{base}")
        for want, what, script in PARSER:
            self.judge("sev", sed(script, self.log_of("sev")))
            got = subprocess.run([TOP / "tools/testing/kunit", base, "sev"], text=True,
                                 env={**os.environ, "CC_DMA_BUILD": str(self.tmp)},
                                 capture_output=True, check=False)
            self.check(f"kunit.py: {what}", got.returncode, want, f"exit code {got.returncode}")


class Lines(unittest.TestCase):
    """What needs no boot."""

    def test_problem_of_a_check(self) -> None:
        problem = log.Problem("FAIL", "a.b message", "a.b")
        self.assertEqual(str(problem), "FAIL a.b message")
        self.assertEqual(dataclasses.asdict(problem)["check"], "a.b")

    def test_warning_of_a_refused_conversion(self) -> None:
        warned = ["a", "------------[ cut here ]------------",
                  "Failed to decrypt memory, 32 pages will be leaked",
                  "WARNING: arch/arm64/mm/pageattr.c:342 at realm_set_memory_decrypted+0x30/0x44"]
        self.assertEqual(refuse._without_warning([*warned, "b"]), ["a", "b"])
        other = [*warned[:3], "WARNING: mm/page_alloc.c:1 at free+0x30/0x44"]
        self.assertEqual(refuse._without_warning(other), ["a", other[3]])
        self.assertEqual(refuse._without_warning(warned[:2]), warned[:2])

    def test_monitor_in_a_line(self) -> None:
        self.assertEqual(list(log.mend(["onmonitor: x", "e", "two", "thrmonitor: y"])),
                         ["monitor: x", "one", "two", "monitor: y", "thr"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
