# SPDX-License-Identifier: GPL-2.0-only
"""The verdict on a boot: PASS, FAIL or CRASH, from the files that it has left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import conversions
import host
import ktap
import log
import results
from guests import Guest
from log import Problem
from plan import Plan
from results import CheckResult, Results

FINISHED = "finished"
STUCK = "stuck"
MUST_RUN = ("virtio.block_read", "virtio.net_ping")
WRITTEN = b"written by the guest"
_PANIC = "Kernel panic - not syncing: sysrq triggered crash"


def judge(plan: Plan, expected: dict[str, str], absent: dict[str, str] | None, ended: str,
          seconds: float = 0, qemu: str = "") -> Results:
    """Judge what is in the directory of the plan and write results.json and the raw KTAP there.
    `expected` has PASS or SKIP for each check that the guest must report. `absent` has the
    checks that a kernel of the user may leave out, with the reason. It is None for our kernels."""
    directory = plan.directory
    console = list(log.mend(log.read(directory / "console.log")))
    monitor = log.read(directory / "monitor.log")
    text = log.without_stamps(console) + monitor
    _write(directory / "text", text)
    _write(directory / "ktap", ktap.documents(console))
    last = _last_kernel(text)

    problems = list(_ending(ended, text))
    checks, found = _checks(list(ktap.cases(console)), expected, absent, ended)
    problems += found
    problems += log.reports(_without_expected(text, plan.guest))
    # The accesses that are refused and the words are those of our tests.
    problems += _refused(text, 0 if plan.foreign else plan.guest.refused)
    if plan.guest.nested:
        problems += host.judge(directory, text, ended)
    if plan.guest.says and not plan.foreign and not log.find(f"{plan.guest.says}$", text):
        problems.append(Problem("FAIL", f"the guest does not say '{plan.guest.says}'"))
    if "kexec" in plan.guest.features:
        problems += _over_kexec(text, plan.guest)
    if "kdump" in plan.guest.features and _PANIC not in text:
        problems.append(Problem("FAIL", "the first kernel did not panic"))
    problems += _disk(checks, directory / "disk.img")
    platform = platform_in(last) or "none"
    if platform != plan.guest.platform:
        problems.append(Problem("FAIL", f"the kernel calls its platform '{platform}', not "
                                        f"'{plan.guest.platform}'"))
    problems += _cpus(last, plan.guest.cpus)
    problems += (Problem("FAIL", line) for line in text if line.startswith("monitor: violation: "))

    version = log.find("^Linux version ([^ ]*)", text)
    verdicts = {problem.verdict for problem in problems}
    judged = Results(
        guest=plan.guest.name, name=plan.name,
        verdict="CRASH" if "CRASH" in verdicts else "FAIL" if "FAIL" in verdicts else "PASS",
        ended=ended, seconds=seconds, platform=platform,
        pools=[line.partition("rig: pool ")[2] for line in text if "rig: pool " in line],
        cpus=plan.guest.cpus, kernel=version[1] if version else "", source=plan.source(),
        qemu=qemu, console=str(directory / "console.log"),
        started=bool(text) or not ended.startswith("QEMU ended"),
        checks=checks, problems=problems)
    judged.write(directory)
    return judged


def _write(path: Path, lines: Iterable[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _last_kernel(text: list[str]) -> list[str]:
    """The log of the last kernel, if a kernel has started another one."""
    starts = [number for number, line in enumerate(text) if line.startswith("Linux version ")]
    return text[starts[-1]:] if starts else text


def _without_expected(text: list[str], guest: Guest) -> list[str]:
    """If the default pool is full, a mapping in atomic context fails, and the allocator grows
    later. Linux reports this, and the driver repeats the request. The checks must pass. The first
    kernel of a guest with kdump panics once."""
    if "tight" in guest.features:
        text = [line for line in text if ": swiotlb buffer is full (" not in line]
    if "kdump" in guest.features and _PANIC in text:
        at = text.index(_PANIC)
        text = text[:at] + text[at + 1:]
    return text


def _ending(ended: str, text: list[str]) -> Iterator[Problem]:
    if ended == STUCK:
        yield Problem("FAIL", "the guest said that it was done and did not power off")
    elif ended != FINISHED:
        yield Problem("CRASH", f"{ended}; {log.last_words(text)}")


def _checks(cases: list[ktap.Case], expected: dict[str, str], absent: dict[str, str] | None,
            ended: str) -> tuple[list[CheckResult], list[Problem]]:
    """Compare the reported cases with the expected ones."""
    reported: dict[str, ktap.Case] = {}
    problems = []
    twice = set()
    for case in cases:
        if case.name in reported and case.name not in twice:
            problems.append(Problem("FAIL", f"twice in the log: {case.name}", case.name))
            twice.add(case.name)
        reported.setdefault(case.name, case)
    if absent is not None:
        expected = _of_other_kernel(expected, absent, reported)

    checks = []
    for name, want in expected.items():
        case = reported.get(name) or ktap.Case(name, "CRASH", results.NO_RESULT)
        checks.append(CheckResult(name, case.result, want, case.message))
        if case.result == want:
            continue
        if case.result == "SKIP":
            problems.append(Problem("FAIL", f"{name} must not be skipped: {case.message}", name))
        elif case.result == "PASS":
            problems.append(Problem("FAIL", f"{name} is expected to be skipped here, but ran",
                                    name))
        elif case.result == "FAIL" or ended in (FINISHED, STUCK):
            # after any other end, a missing result is a consequence
            problems.append(Problem(case.result, f"{name} {case.message}", name))
    for name, case in reported.items():
        if name not in expected:
            checks.append(CheckResult(name, case.result, "", case.message))
            problems.append(Problem("FAIL", f"{name} is not in the list of expected checks", name))
    return checks, problems


def _of_other_kernel(expected: dict[str, str], absent: dict[str, str],
                     reported: dict[str, ktap.Case]) -> dict[str, str]:
    """What is expected of a kernel that is not ours. It may lack what checks look at, and skips
    them; other checks may run that our kernels skip. It must have done DMA."""
    wanted = {}
    for name in dict.fromkeys((*expected, *reported)):
        if name in reported:
            skipped = reported[name].result == "SKIP" and name not in MUST_RUN
            wanted[name] = "SKIP" if skipped else "PASS"
        elif name in absent:
            reported[name] = ktap.Case(name, "SKIP", absent[name])
            wanted[name] = "SKIP"
        else:
            wanted[name] = "PASS"
    return wanted


def _refused(text: list[str], expected: int) -> Iterator[Problem]:
    """The tests have devices try private pages, and may not notice a refused access."""
    lines = [line for line in text if line.startswith("monitor: SMMU: ")]
    if len(lines) != expected:
        yield Problem("FAIL", f"devices were refused {len(lines)} accesses, not {expected}; "
                              f"the last: {lines[-1] if lines else ''}")


def _over_kexec(text: list[str], guest: Guest) -> Iterator[Problem]:
    """The second kernel treats all memory as private. The VMM of a nested guest tries each page.
    The page tables of an SEV guest choose the view, so that there is nothing to count."""
    count: int | None
    if guest.nested:
        found = log.find("^pvm: ([0-9]+) pages of the guest are accessible", text)
        count = int(found[1]) if found else None
    elif guest.arch == "arm64":
        count = conversions.shared_over_kexec(text)
    elif "converts" in guest.features:
        count = conversions.unknown_at_start(text)
    else:
        kernels = sum(line.startswith("Linux version ") for line in text)
        count = 0 if kernels == 2 else None
    if count is None:
        yield Problem("FAIL", "no second kernel started")
    elif count:
        yield Problem("FAIL", f"{count} pages stay shared over kexec")


def _disk(checks: list[CheckResult], image: Path) -> Iterator[Problem]:
    """What the guest wrote must be on the image."""
    if not any(check.name == "virtio.block_write" and check.result == "PASS" for check in checks):
        return
    with open(image, "rb") as disk:
        disk.seek(4096)
        if WRITTEN not in disk.read(len(WRITTEN)):
            yield Problem("FAIL", "virtio.block_write: what the guest wrote is not on the image",
                          "virtio.block_write")


def platform_in(text: list[str]) -> str:
    """What the kernel calls its platform. It has no name for a pKVM guest: that is a KVM guest
    with the calls to share memory, which are bits 2 to 4 of the last word."""
    if found := log.find(".*Memory Encryption Features active: ", text):
        return found.string[found.end():]
    if log.find("^RME: Using RSI version", text):
        return "Arm CCA"
    services = log.find(r".*KVM: hypervisor services detected \(.* (0x[0-9a-f]*)\)$", text)
    if services and int(services[1], 16) & 0x1c == 0x1c:
        return "pKVM"
    return ""


def _cpus(text: list[str], cpus: int) -> Iterator[Problem]:
    if not log.find(f"^smp: Brought up 1 node, {cpus} CPU", text):
        found = log.find("^smp: Brought up", text)
        yield Problem("FAIL", f"the kernel does not run on {cpus} CPU: "
                              f"{found.string if found else ''}")
