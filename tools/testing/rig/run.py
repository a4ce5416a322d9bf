# SPDX-License-Identifier: GPL-2.0-only
"""Boot guests, JOBS of them at one time, and print a table of the results."""

from __future__ import annotations

import concurrent.futures
import dataclasses
import itertools
import re
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

import boot
import checks
import env
import features
import foreign
import guests
import host
import judge
import junit
import qemu
import table
import tree
from env import BUILD, Error, say
from guests import Guest
from log import Problem
from plan import Plan
from results import Results

T = TypeVar("T")
R = TypeVar("R")


@dataclass
class Rig:
    """The rig's files, read once."""

    vocabulary: features.Vocabulary = field(default_factory=features.load)

    def __post_init__(self) -> None:
        self.guests = guests.load(self.vocabulary)
        self.checks = checks.load(self.vocabulary)

    def select(self, names: list[str], sets: str) -> list[Guest]:
        return guests.select(self.guests, names, sets, self.vocabulary)

    def expected(self, guest: Guest) -> dict[str, str]:
        return checks.expected(self.checks, guest)

    def absent(self, plan: Plan) -> dict[str, str] | None:
        """For a kernel that is not ours, the checks that it may leave out, with the reason."""
        if plan.foreign:
            return {check.name: "our tests are not built for it" for check in self.checks
                    if not check.name.startswith(("virtio.", "devices.", "noforce."))}
        if plan.tree:
            kernel = tree.read(plan.kernel_directory)
            return {check.name: reason for check in self.checks
                    if (reason := kernel.lacks(check))}
        return None


@dataclass
class Options:
    """What the command line of a run may change in each guest."""

    append: str = ""
    variant: str = ""
    foreign: str = ""
    tree: bool = False
    monitor: str = ""
    cpus: str = ""
    seconds: int = 60


def beside(function: Callable[[T], R], items: Iterable[T], limit: int = 0) -> Iterator[R]:
    """Call the function for each item, in at most `limit` threads, JOBS if 0."""
    with concurrent.futures.ThreadPoolExecutor(limit or env.jobs()) as pool:
        try:
            yield from pool.map(function, items)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def plans(selected: list[Guest], options: Options) -> list[Plan]:
    """One plan for each guest and number of CPUs. The name says what differs from the guest's
    section."""
    if not re.fullmatch("([1-8]( [1-8])*)?", options.cpus):
        raise Error(f"a guest has 1 to 8 CPUs, not '{options.cpus}'")
    made: dict[str, Plan] = {}
    for guest in selected:
        for count in [int(word) for word in options.cpus.split()] or [guest.cpus]:
            name = guest.name
            name += f"-smp{count}" if count != guest.cpus else ""
            name += f"-{options.monitor}" if options.monitor else ""
            name += "-foreign" if options.foreign else ""
            changed = guest.with_changes(cpus=count,
                                         append=qemu.join(guest.append, options.append),
                                         monitor=qemu.join(guest.monitor, options.monitor))
            made[name] = Plan(changed, name, options.variant, options.foreign, options.seconds,
                              tree=options.tree, foreign_files=foreign.directory(
                                  options.foreign, guest.arch) if options.foreign else None)
    together = min(env.jobs(), len(made))
    return [dataclasses.replace(plan, together=together) for plan in made.values()]


def boot_and_judge(rig: Rig, plan: Plan) -> Results:
    """Boot the guest, and once more if its host did not run it."""
    directory = plan.directory
    version = qemu.version(qemu.require_program(plan.guest.arch))
    with env.lock(directory.with_name(f"{directory.name}.lock"), f"the guest {plan.name}") as fd:
        directory.mkdir(parents=True, exist_ok=True)
        mutant = f" with the mutant {plan.variant}" if plan.variant else ""
        say("RIG", f"{plan.name}{mutant}: console in {env.short(directory)}/console.log")
        first = directory / "host.log.first"
        first.unlink(missing_ok=True)
        expected = rig.expected(plan.guest)
        absent = rig.absent(plan)
        judged = judge.judge(plan, expected, absent, *boot.boot(plan, fd), version)
        if plan.guest.nested and host.ran_no_guest(host.read(directory)):
            say("RIG", f"{plan.name}: the host did not run it (pend_serror_exception): "
                       "booting it once more")
            (directory / "host.log").rename(first)
            judged = judge.judge(plan, expected, absent, *boot.boot(plan, fd), version)
        return judged


def boot_all(rig: Rig, selected: list[Guest], options: Options) -> tuple[list[Results], int]:
    """Boot the guests. Return the results, and 125 if one could not be started, else 0."""
    todo = plans(selected, options)
    for plan in todo:
        qemu.require_program(plan.guest.arch)
        plan.require_files()

    def one(plan: Plan) -> Results | Error:
        try:
            judged = boot_and_judge(rig, plan)
        except Error as error:
            return error
        if len(todo) > 1:
            say(judged.verdict, f"{plan.name} ({judged.seconds} s)")
        sys.stdout.write("".join(f"    {plan.name}: {line}\n" for line in once(judged.problems)))
        return judged

    booted: list[Results] = []
    code = 0
    for plan, result in zip(todo, beside(one, todo)):
        if isinstance(result, Results):
            booted.append(result)
            code = code if result.started else env.CANNOT_START
        else:
            env.complain(result, f"the guest {plan.name} could not be started: ")
            code = env.CANNOT_START
    return booted, code


def once(problems: list[Problem]) -> Iterator[str]:
    """The problems, with equal ones that follow each other in one line."""
    for problem, group in itertools.groupby(problems, str):
        count = len(list(group))
        yield problem + (f" ({count} times)" if count > 1 else "")


def dry_run(selected: list[Guest], options: Options) -> int:
    for plan in plans(selected, options):
        print(f"# {plan.name}\n{shlex.join(qemu.command(plan))}")
    return 0


def run(rig: Rig, selected: list[Guest], options: Options) -> int:
    """Exit code: 0 if each expected check of each guest passed, 1 if one failed, 2 if a result is
    missing or a guest crashed, 125 if a guest could not be started."""
    booted, code = boot_all(rig, selected, options)
    if not booted:
        return code
    junit.write(BUILD / "rig" / "junit.xml", booted)
    print()
    for version in sorted({results.qemu for results in booted}):
        say("RIG", version)
    mutant = f"mutant {options.variant} of " if options.variant else ""
    say("RIG", f"kernel {mutant}{booted[-1].kernel}, {booted[-1].source}")
    print("\n".join(table.lines(booted)))
    if code:
        return code
    return max({"PASS": 0, "FAIL": env.FAIL}.get(results.verdict, env.CRASH) for results in booted)
