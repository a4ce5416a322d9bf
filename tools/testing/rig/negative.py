# SPDX-License-Identifier: GPL-2.0-only
"""Break kernels and requests on purpose: the rig must notice, for the right reason.

A case passes if the broken guest has the expected verdict, by the check that is meant for it and
with the message that states the reason. Kernels are broken by the patches in tools/testing/mutants.
JOBS cases run at one time: one boots while the kernel of another one is built."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import env
import results
from env import BUILD, FAIL, RIG, TOP, say
from guests import Guest
from run import Rig, beside

OUT = BUILD / "rig" / "negative"
OUTSIDE = "the page at 0x.*, of the .*, is not shared: the hypervisor refused the access"
READ_WRITE = "monitor: violation: (read|write) of 0x.* in the"


@dataclass(frozen=True)
class Broken:
    """The guest, whose kernel has the mutant if there is one, must have the verdict, and a problem
    with the word `what` that matches the message."""

    name: str
    guest: str
    mutant: str
    verdict: str
    what: str
    message: str


@dataclass(frozen=True)
class Spoiled:
    """One boot with one mistake of each kind. Each must be reported, and the guest must go on: the
    verdict is FAIL. `option` is the monitor's, which spoils requests of the guest on their way."""

    guest: str
    option: str
    reports: tuple[str, ...] = field(repr=False)

    @property
    def name(self) -> str:
        return f"{self.guest}-{self.option}" if self.option else self.guest


def _one_state(guest: str) -> Broken:
    """With one state for each allocator, as in Linux 7.3, an accepted device cannot bounce."""
    return Broken(f"{guest}-one-state", guest, "one-state", "FAIL",
                  "edu_accepted.both_bounce_at_once",
                  "DMA_MAPPING_ERROR: nothing to bounce private memory with")


def _shared_in_crash(guest: str) -> Broken:
    """The crash kernel reads all memory as private memory."""
    return Broken(f"{guest}-shared-in-crash", f"{guest}-kdump", "shared-over-kexec", "FAIL",
                  "monitor:", "violation: read of 0x.* in the private view, but the page is shared")


def _shared_over_kexec(guest: str) -> Broken:
    return Broken(f"{guest}-shared-over-kexec", f"{guest}-kexec", "shared-over-kexec", "FAIL",
                  "pages", "[1-9][0-9]* pages stay shared over kexec")


BROKEN = (
    Broken("bounce-encrypted", "sev", "bounce-encrypted", "FAIL", "edu.streaming_to_device",
           "wrong address: .* is encoded as private"),
    Broken("bounce-unencrypted", "sev", "bounce-unencrypted", "FAIL",
           "swiotlb.mapping_follows_state", "Expected addr == targets"),
    Broken("not-shared", "sev", "not-shared", "FAIL", "edu.streaming_to_device",
           "page not shared: the device found poison"),
    Broken("plain-isolated", "plain-isolated", "", "FAIL", "edu.coherent",
           "page not shared: nothing that the device wrote .* arrived"),
    Broken("arm64-isolated", "arm64-isolated", "", "FAIL", "edu.coherent",
           "page not shared: nothing that the device wrote .* arrived"),
    Broken("cca-bounce-encrypted", "cca", "bounce-encrypted", "FAIL", "edu.streaming_to_device",
           "wrong address: 0x.* is encoded as private"),
    # The SMMU has a device read zeroes there, and reports the access.
    Broken("cca-not-shared", "cca", "not-shared", "FAIL", "edu.streaming_from_device",
           "page not shared: nothing that the device wrote .* arrived"),
    # The device of a host reaches encrypted memory too, and finds other content there.
    Broken("sme-bounce-encrypted", "sme-force", "bounce-encrypted", "FAIL",
           "edu.streaming_to_device", "wrong address: 0x.* is encoded as private"),
    Broken("sme-not-shared", "sme-force", "not-shared", "FAIL", "edu.streaming_to_device",
           "page not shared: the device found poison at 0x"),
    # A host whose devices reach memory in both states must not refuse one of them.
    Broken("sme-force", "sme-force", "v4-force", "FAIL", "edu.streaming_to_device",
           "Expected dma_mapping_error.* to be false"),
    _one_state("cca-accepted"),
    # The page tables of an IOMMU have to follow the state of memory.
    Broken("sme-iommu-state-lost", "sme-iommu", "iommu-state-lost", "FAIL",
           "edu_iommu.part_of_a_page_is_bounced_if_untrusted", "Expected look_at_device"),
    Broken("sev-iommu-private", "sev-iommu", "iommu-private", "FAIL", "edu.streaming_to_device",
           "is in no pool"),
    # A device whose restricted pool is rejected must not do DMA elsewhere.
    Broken("pkvm-default-pool", "pkvm-firmware", "default-pool", "FAIL",
           "firmware_pools.encrypted", "private can map a buffer, although its pool private@.* "
           "has to be rejected"),
    # Memory that was shared before the guest started must not be converted.
    Broken("pkvm-convert-shared", "pkvm-firmware", "convert-shared", "FAIL", "monitor:",
           "violation: pKVM: 0x4e2.* was shared before the guest started, and is converted"),
    Broken("pkvm-share-once", "pkvm", "share-once", "FAIL", "pkvm_calls.shared_page_can_be_shared",
           "Expected set_memory_decrypted"),
    # The next kernel treats all memory as private. A realm makes it private when it starts, but
    # kexec places the initrd there before.
    Broken("cca-shared-over-kexec", "cca-kexec", "shared-over-kexec", "CRASH", "error:",
           "stage 2 fault: write of guest address 0x"),
    # kexec copies with a clone of the linear map. A realm has shared pages at other addresses.
    Broken("cca-clone-shared", "cca-kexec", "clone-shared", "CRASH", "error:",
           "stage 2 fault: write of guest address 0x.*, RAM in the shared view"),
    _shared_over_kexec("pkvm"),
    _shared_over_kexec("snp"),
    _shared_over_kexec("tdx"),
    _shared_in_crash("snp"),
    _shared_in_crash("tdx"),
    # Code is fetched from the private view only.
    Broken("sev-kexec-shared-view", "sev-kexec", "kexec-shared-view", "CRASH", "error:",
           "nested page fault: fetch of guest address 0x.* in the shared view"),
    # Mistakes from the list, in a protected guest of a real pKVM host. The VMM ends there with the
    # first access to memory that is not shared.
    Broken("pkvm-host-isolated", "pkvm-host-isolated", "", "CRASH", "pvm:", OUTSIDE),
    Broken("pkvm-host-no-cc-attr", "pkvm-host", "no-cc-attr", "CRASH", "pvm:", OUTSIDE),
    Broken("pkvm-host-no-force", "pkvm-host", "no-force-unencrypted", "CRASH", "pvm:", OUTSIDE),
    Broken("pkvm-host-v4-guard", "pkvm-host-restricted", "v4-guard", "FAIL", "virtio-mmio",
           "no restricted DMA pool has the needed encryption state, rejecting DMA"),
    _shared_over_kexec("pkvm-host"),
)

SPOILED = (
    Spoiled("sev-es", "break=all", (
        r"monitor: violation: GHCB at 0x.*: usage is not 0, 0x1 \(GHCB, 4.1\)",
        r"monitor: violation: GHCB at 0x.*: protocol version was not offered, 0x3 \(GHCB, 4.1\)",
        r"monitor: violation: GHCB at 0x.*: sw_exit_code is not valid \(GHCB, 4.1\)",
        r"monitor: violation: GHCB at 0x.*event 0x72: rcx is not valid \(GHCB, 4.1\)",
        r"monitor: violation: GHCB MSR: CPUID request has reserved bits 0x3ffff000, rip")),
    Spoiled("snp", "break=all", (
        r"monitor: violation: GHCB at 0x.*: it is not the registered one, 0x.* \(GHCB, 2.3.2\)",
        READ_WRITE + r" shared view, but the page is private and not accepted, rip 0x.* "
        r"\(15.36.10\)",
        READ_WRITE + r" private view, but the page is private and not accepted, rip 0x.* "
        r"\(15.36.10\)",
        r"monitor: violation: page state change of 0x.*: to shared, but it is shared already "
        r"\(GHCB, 4.1.6\)",
        r"monitor: violation: page state change of 0x.*: to shared, but it is still validated "
        r"\(GHCB, 4.1.6\)",
        r"monitor: violation: page state change of 0x[23].......,.*: no RAM of the guest "
        r"\(GHCB, 4.1.6\)",
        r"monitor: violation: page state change of 0x.*: to a state that the monitor does not "
        r"offer \(GHCB, 4.1.6\)")),
    # Alone, because other mistakes have the same consequence.
    Spoiled("snp", "break=snp-share-lost", (
        READ_WRITE + r" shared view, but the page is private and not accepted, rip 0x.* "
        r"\(15.36.10\)",)),
    Spoiled("tdx", "break=tdx-accept-twice", (
        r"monitor: violation: accept of 0x.*: accepted already "
        r"\(TDX ABI, TDG.MEM.PAGE.ACCEPT\)",)),
    Spoiled("tdx", "break=all", (
        READ_WRITE + r" shared view, but the page is private, rip 0x.* \(TDX ABI, Secure EPT\)",
        READ_WRITE + r" private view, but the page is private and not accepted, rip 0x.* "
        r"\(TDX ABI, Secure EPT\)",
        r"monitor: violation: MapGPA of 0x.*: to shared, but it is shared already \(GHCI, 3.2\)",
        r"monitor: violation: MapGPA of 0x[23].......,.*: no RAM of the guest \(GHCI, 3.2\)",
        r"monitor: violation: MapGPA of 0x.*800,.*: not pages of 4 KiB \(GHCI, 3.2\)",
        r"monitor: violation: accept of 0x.*: accepted already "
        r"\(TDX ABI, TDG.MEM.PAGE.ACCEPT\)",
        r"monitor: violation: TDVMCALL 0x30,.*: the address has no shared bit, 0x.* "
        r"\(GHCI, 3.7\)",
        r"monitor: violation: TDVMCALL 0x1234,.*: no such sub-function, 0x1234 \(GHCI, 3\)",
        r"monitor: violation: TDVMCALL 0xc,.*: rcx does not expose registers of the request, "
        r"0x.* \(GHCI, 2.4.1\)")),
    # Two threads make a mistake each.
    Spoiled("arm64-stress-spoilt", "", (
        "swiotlb_stress.data_is_kept_in_a_full_pool thread 0, round 3, .* byte 0 of .* is wrong: ",
        "swiotlb_stress.slots_are_returned Expected result->used_after == 0",
        "stress.disk slots after all: ")),
)

SPLAT = (
    "BUG: KASAN: slab-use-after-free in .*splat",
    "BUG: sleeping function called from invalid context at .*splat",
    "WARNING: possible circular locking dependency detected",
    "kmemleak.none [0-9]+ leaks, the first: unreferenced object",
)


@dataclass(frozen=True)
class Found:
    passed: bool
    text: str


class Bench:
    """Runs the cases and keeps the output of their programs."""

    def __init__(self, rig: Rig, base: str) -> None:
        self.rig = rig
        self.base = base
        # they slow each other down, and each device that gives no answer is waited for
        self.seconds = 2 * env.timeout() * env.jobs()

    def program(self, log: Path, *line: object) -> int:
        """Run the program with its output in the log, and return its exit status."""
        child = env.start([str(word) for word in line], log)
        child.wait()
        return env.end(child)

    def build(self, log: Path, guest: str, mutant: str) -> bool:
        kernel = self.rig.guests[guest].kernel
        return not mutant or self.program(log, TOP / "tools/build/kernel", self.base, kernel,
                                          mutant) == 0

    def boot(self, log: Path, name: str, *options: object) -> results.Results | None:
        """Boot the guest in a process of its own. None if there are no results."""
        shutil.rmtree(BUILD / "rig" / name, ignore_errors=True)
        self.program(log, RIG / "rig.py", "run", "-t", self.seconds, *options)
        try:
            return results.of(name)
        except results.NotBooted:
            return None

    def broken(self, case: Broken, log: Path) -> Iterator[Found]:
        mutant = ["-k", case.mutant] if case.mutant else []
        boot = None
        if self.build(log, case.guest, case.mutant):
            name = f"{case.guest}-{case.mutant}" if case.mutant else case.guest
            boot = self.boot(log, name, *mutant, case.guest)
        problem = next((str(problem) for problem in boot.problems if f" {case.what} "
                        in str(problem)), "") if boot else ""
        if boot and boot.verdict == case.verdict and re.search(
                f"^(FAIL|CRASH) .*{case.message}", problem):
            yield Found(True, f"the rig reports: {problem.partition(' ')[2]}")
        else:
            yield Found(False, f"the verdict must be {case.verdict}, with '{case.message}' "
                               f"about {case.what}")

    def spoiled(self, case: Spoiled, log: Path) -> Iterator[Found]:
        option = ["-o", case.option] if case.option else []
        boot = self.boot(log, case.name, *option, case.guest)
        if not boot or boot.verdict != "FAIL":
            yield Found(False, "the verdict must be FAIL")
        problems = [str(problem) for problem in boot.problems] if boot else []
        for report in case.reports:
            problem = next((line for line in problems if re.match(f"FAIL {report}", line)), "")
            if problem:
                yield Found(True, f"the rig reports: {problem.removeprefix('FAIL ')}")
            else:
                yield Found(False, f"the rig must report '{report}'")

    def secret(self, log: Path) -> Iterator[Found]:
        """Data that is bounced where the host can read it must be found from outside. All
        mappings are bounced, because a device with an address limit cannot address shared memory
        of a realm."""
        found, guest = None, "cca-accepted-force"
        if self.build(log, guest, "bounce-anywhere") and self.program(
                log, RIG / "rig.py", "secret", "-k", "bounce-anywhere", guest) == FAIL:
            found = re.search(f"{guest}: the accepted device's secret in the shared view: "
                              "[1-9].*", log.read_text(errors="replace"))
        yield Found(bool(found), f"the rig reports: {found[0]}" if found else
                    "the secret must be in the shared view")

    def control(self, log: Path) -> Iterator[Found]:
        """Mutants differ from the kernel where memory is encrypted only: the guest without
        encryption must pass."""
        passed = self.build(log, "plain", "bounce-encrypted") and self.program(
            log, RIG / "rig.py", "run", "-k", "bounce-encrypted", "plain") == 0
        yield Found(passed, "the mutant bounce-encrypted in the guest plain "
                            + ("passes" if passed else "must pass"))


def negative(rig: Rig, base: str, splats: list[Guest], only: str = "") -> int:
    """Run all cases, or those whose name matches. `splats` are guests that make mistakes on
    purpose. Exit code: 0 if all is as expected, 1 if not."""
    bench = Bench(rig, base)
    cases: list[Broken | Spoiled | str] = [
        *BROKEN, *SPOILED, *(Spoiled(guest.name, "", SPLAT) for guest in splats),
        "secret-of-an-accepted-device", "control"]

    def name_of(case: Broken | Spoiled | str) -> str:
        return case if isinstance(case, str) else case.name

    def find(case: Broken | Spoiled | str) -> list[Found]:
        log = OUT / f"{name_of(case)}.log"
        say("TEST", f"negative: {name_of(case)}")
        if isinstance(case, Broken):
            found = list(bench.broken(case, log))
        elif isinstance(case, Spoiled):
            found = list(bench.spoiled(case, log))
        else:
            found = list(bench.control(log) if case == "control" else bench.secret(log))
        for each in found:
            say("PASS" if each.passed else "FAIL", f"negative: {name_of(case)}: {each.text}")
            if not each.passed and log.exists():
                print("".join(f"    {line}\n" for line in
                              log.read_text(errors="replace").splitlines()), end="")
        return found

    with env.lock(OUT.with_name("negative.lock"), "the broken guests"):
        shutil.rmtree(OUT, ignore_errors=True)
        OUT.mkdir(parents=True)
        cases = [case for case in cases if re.search(only, name_of(case))]
        found = [each for some in beside(find, cases) for each in some]
    passed = sum(each.passed for each in found)
    failed = len(found) - passed
    say("TEST", f"negative: {passed} as expected, {failed} not, in {len(cases)} guests")
    return 0 if found and passed == len(found) else FAIL
