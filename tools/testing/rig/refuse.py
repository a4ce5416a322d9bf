# SPDX-License-Identifier: GPL-2.0-only
"""Boot a guest once for each conversion of memory that it requests, and refuse that one.

A conversion is refused from its first page on and, if it is about more than one page, from the
middle on. The guest must complete with no more than errors. The monitor withholds the pages of a
refused conversion from the guest and its devices until another conversion of them succeeds. At the
end, no more pages may be withheld (lost) than the kernel counts as leaked. The files of boots with
a problem are kept, and these boots are repeated by the next run."""

from __future__ import annotations

import dataclasses
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import boot
import env
import judge
import log
import resume
from env import BUILD, FAIL, Error, say
from guests import Guest
from plan import Plan
from qemu import join
from results import Results
from run import Rig

OUT = BUILD / "rig" / "refuse"
WARNING = "^Failed to (en|de)crypt memory, [0-9]+ pages will be leaked$"
WARNED_AT = r"^WARNING: [^ ]+:[0-9]+ at realm_set_memory_(en|de)crypted\+"
FORMAT = "{:<14} {:>4}  {:<20} {:<14} {:>6} {:>6} {:>6}  {}"


@dataclass(frozen=True)
class Conversion:
    number: int
    verb: str
    address: str
    pages: int

    def granted(self) -> list[int]:
        """How many pages succeed before the refusal."""
        return [0] if self.pages == 1 else [0, self.pages // 2]


@dataclass(frozen=True)
class Attempt:
    """One boot with a refusal."""

    results: Results
    text: list[str]

    def number(self, pattern: str) -> int | None:
        found = log.find(pattern, self.text)
        return int(found[1]) if found else None

    @property
    def lost(self) -> int | None:
        return self.number("^monitor: refusal: .*, ([0-9]*) pages lost$")

    @property
    def leaked(self) -> int | None:
        return self.number("^rig: shared_pages .*leaked_pages ([0-9]*) *$")


def refuse(rig: Rig, selected: list[Guest], numbers: list[str], seconds: int) -> int:
    """Exit code: 0 if there was a refusal and no problem, else 1."""
    with env.lock(BUILD / "rig" / "refuse.lock", "the refusals"):
        resume.resume(OUT, [])
        total = bad = 0
        for guest in selected:
            say("RIG", f"{guest.name}: listing its conversions")
            conversions = _list(rig, guest, seconds)
            say("RIG", f"{guest.name}: {len(conversions)} conversions")
            print(FORMAT.format("GUEST", "NO", "CONVERSION", "GRANTED", "LOST", "LEAKED", "SECS",
                                "VERDICT"), flush=True)
            for conversion in conversions:
                if numbers and str(conversion.number) not in numbers:
                    continue
                for granted in conversion.granted():
                    total += 1
                    bad += not _try(rig, guest, conversion, granted, seconds)
    say("RIG", f"{total} refusals, {bad} with problems")
    return 0 if total and not bad else FAIL


def _plan(guest: Guest, option: str, seconds: int) -> Plan:
    """The GIC's tables are shared too. Its driver leaks tables that it could not share without a
    count, and continues without a table: that is not tested here. All checks may run out of time.
    """
    changed = dataclasses.replace(
        guest, monitor=join(guest.monitor, option), patience=guest.patience * 3,
        append=join(guest.append, "rig.refusal irqchip.gicv3_nolpi=1"))
    return Plan(changed, f"refuse/{guest.name}-{option.removeprefix('refuse=')}", seconds=seconds)


def _boot(rig: Rig, plan: Plan) -> Attempt:
    shutil.rmtree(plan.directory, ignore_errors=True)
    plan.directory.mkdir(parents=True)
    ended, seconds = boot.boot(plan, quiet=True)
    judged = judge.judge(plan, rig.expected(plan.guest), None, ended, seconds)
    return Attempt(judged, log.read(plan.directory / "text"))


def _list(rig: Rig, guest: Guest, seconds: int) -> list[Conversion]:
    plan = _plan(guest, "refuse=0", seconds)
    plan.require_files()
    attempt = _boot(rig, plan)
    conversions = []
    for line in attempt.text:
        if found := re.fullmatch("monitor: refusal: conversion ([0-9]+) ([a-z]+) (0x[0-9a-f]+) "
                                 "([0-9]+)", line):
            conversions.append(Conversion(int(found[1]), found[2], found[3], int(found[4])))
    if attempt.results.ended != judge.FINISHED or not conversions:
        raise Error(f"{guest.name}: no list of conversions in "
                    f"{env.short(plan.directory)}/console.log")
    return conversions


def _try(rig: Rig, guest: Guest, conversion: Conversion, granted: int, seconds: int) -> bool:
    passed = OUT / "passed"
    key = (guest.name, conversion.number, f"{conversion.verb} {conversion.address}",
           f"{granted} of {conversion.pages}")
    for line in passed.read_text().splitlines() if passed.exists() else []:
        # drivers allocate at another address each time
        if _without_address(line) == _without_address(FORMAT.format(*key, "", "", "", "")):
            print(f"{line}, earlier", flush=True)
            return True
    plan = _plan(guest, f"refuse={conversion.number}:{granted}", seconds)
    # Drivers differ a little from boot to boot: the conversion may be shorter this time.
    for _ in range(3):
        attempt = _boot(rig, plan)
        if not log.find("^monitor: refusal: .* none was refused", attempt.text):
            break
    problems = list(judge_refusal(attempt, guest.refused))
    row = FORMAT.format(*key, "?" if attempt.lost is None else attempt.lost,
                        "?" if attempt.leaked is None else attempt.leaked,
                        f"{attempt.results.seconds:.1f}", "FAIL" if problems else "PASS")
    print(row, *(f"    {problem}" for problem in problems), sep="\n", flush=True)
    if problems:
        return False
    with open(passed, "a", encoding="utf-8") as file:
        file.write(row + "\n")
    shutil.rmtree(plan.directory)
    return True


def _without_address(row: str) -> list[str]:
    """Guest, number, verb, granted pages and pages of a row."""
    columns = row.split()
    return [*columns[:3], *columns[4:7]]


def judge_refusal(attempt: Attempt, refused: int) -> Iterator[str]:
    """One line for each thing that is wrong after a refusal."""
    text, results = attempt.text, attempt.results
    if results.ended not in (judge.FINISHED, judge.STUCK):
        yield f"{results.ended}; {log.last_words(text)}"
    refusals = sum(bool(re.search("refusal: .* is refused after", line)) for line in text)
    if refusals != 1:
        yield f"{refusals} conversions were refused, not 1"

    # the architecture's own warning is expected once, and no other report
    warnings = sum(bool(re.search(WARNING, line)) for line in text)
    if warnings > 1:
        yield f"{warnings} warnings of failed conversions, not at most 1"
    yield from map(str, log.reports(_without_warning(text)))

    accesses = [line for line in text if line.startswith("monitor: SMMU: ")]
    if len(accesses) > refused:
        yield f"devices were refused more accesses than the tests try: {accesses[-1]}"
    lost, leaked = attempt.lost, attempt.leaked
    if leaked is None:
        yield "the kernel does not report leaked pages"
    if lost is None and results.ended == judge.FINISHED:
        yield "the monitor does not report lost pages"
    if lost is not None and leaked is not None and lost > leaked + _not_counted(results):
        yield f"{lost} pages are lost, but {leaked} are counted as leaked"


def _without_warning(text: list[str]) -> list[str]:
    """The log without the expected warning, the "cut here" line before it and the line after it
    that states where the warning is."""
    dropped = set()
    cut = -1
    for number, line in enumerate(text):
        if "cut here" in line:
            cut = number
        if re.search(WARNING, line):
            dropped |= {number, cut}
            cut = -1
            if number + 1 < len(text) and re.search(WARNED_AT, text[number + 1]):
                dropped.add(number + 1)
    return [line for number, line in enumerate(text) if number not in dropped]


def _not_counted(results: Results) -> int:
    """A page that a test reports as lost, and nobody counts."""
    check = results.by_name().get("edu.made_private_again")
    return int(bool(check and check.result == "FAIL" and "set_memory_" in check.message))
