# SPDX-License-Identifier: GPL-2.0-only
"""Boot guests in rounds and count the verdicts.

A run continues where it was interrupted, as long as it has the same arguments and neither kernel,
monitor, rig nor QEMU has changed. The files of a boot that did not pass are kept."""

from __future__ import annotations

import argparse
import contextlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import resume
import run
from env import BUILD, FAIL, say
from guests import Guest
from results import Results
from run import Options, Rig

OUT = BUILD / "rig" / "soak"
FORMAT = "{:<20} {:>6} {:>6} {:>6} {:>6} {:>9} {:>9}"


@dataclass(frozen=True)
class Boot:
    """A line of boots.json."""

    round: int
    guest: str
    verdict: str
    seconds: float


def number_of_rounds(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"not a number of rounds: '{text}'")
    return int(text)


def soak(rig: Rig, selected: list[Guest], options: Options, rounds: int,
         arguments: list[str]) -> int:
    """Exit code: 0 if all boots passed, 1 if not."""
    # the number of rounds may change
    resume.resume(OUT, [argument for argument in arguments if argument != str(rounds)])
    boots = _read()
    first = max((boot.round for boot in boots), default=0) + 1
    if first > 1:
        say("SOAK", f"{first - 1} rounds are done")
    for number in range(first, rounds + 1):
        with open(OUT / "log", "w", encoding="utf-8") as log, contextlib.redirect_stdout(log):
            booted, code = run.boot_all(rig, selected, options)
        if code:
            return code
        for results in booted:
            _keep_if_bad(number, results)
            boots.append(Boot(number, results.name, results.verdict, results.seconds))
        _write(boots)
        bad = sum(boot.verdict != "PASS" for boot in boots)
        say("SOAK", f"round {number} of {rounds}, {bad} boots did not pass")
    print("\n" + "\n".join(summary(boots)))
    return FAIL if any(boot.verdict != "PASS" for boot in boots) else 0


def _keep_if_bad(number: int, results: Results) -> None:
    if results.verdict == "PASS":
        return
    shutil.copytree(Path(results.console).parent, OUT / f"{results.name}-{number}",
                    dirs_exist_ok=True)
    say("SOAK", f"round {number}: {results.name}: {results.problems[0]}")


def _read() -> list[Boot]:
    try:
        lines = (OUT / "boots.json").read_text().splitlines()
    except FileNotFoundError:
        return []
    return [Boot(**json.loads(line)) for line in lines]


def _write(boots: list[Boot]) -> None:
    new = OUT / "boots.json.new"
    new.write_text("".join(json.dumps(vars(boot)) + "\n" for boot in boots))
    new.rename(OUT / "boots.json")


def summary(boots: list[Boot]) -> list[str]:
    lines = [FORMAT.format("GUEST", "BOOTS", "PASS", "FAIL", "CRASH", "MEAN", "SLOWEST")]
    for guest in dict.fromkeys(boot.guest for boot in boots):
        mine = [boot for boot in boots if boot.guest == guest]
        seconds = [boot.seconds for boot in mine]
        counts = [sum(boot.verdict == verdict for boot in mine)
                  for verdict in ("PASS", "FAIL", "CRASH")]
        lines.append(FORMAT.format(guest, len(mine), *counts,
                                   f"{sum(seconds) / len(mine):.1f} s", f"{max(seconds):.1f} s"))
    return lines
