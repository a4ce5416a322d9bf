# SPDX-License-Identifier: GPL-2.0-only
"""results.json: what came of one boot."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path

from env import BUILD, Error
from log import Problem

NAME = "results.json"
NO_RESULT = "no result"


class NotBooted(Error):
    code = 3


@dataclass(frozen=True)
class CheckResult:
    """`result` is PASS, FAIL, SKIP, or CRASH if the guest did not report the check. `expected` is
    PASS or SKIP, or empty if the check is not in checks.ini."""

    name: str
    result: str
    expected: str
    message: str = ""


@dataclass
class Results:
    """`ended` is "finished" if QEMU has ended well after the guest was done, "stuck" if the guest
    was done and did not power off, else a sentence."""

    guest: str
    name: str
    verdict: str
    ended: str
    seconds: float
    platform: str
    pools: list[str]
    cpus: int
    kernel: str
    source: str
    qemu: str
    console: str
    started: bool
    checks: list[CheckResult]
    problems: list[Problem]

    def by_name(self) -> dict[str, CheckResult]:
        return {check.name: check for check in self.checks}

    def write(self, directory: Path) -> None:
        """Write the file in one piece: readers find all of it or none."""
        new = directory / f"{NAME}.new"
        new.write_text(json.dumps(dataclasses.asdict(self), indent=1) + "\n", encoding="utf-8")
        new.rename(directory / NAME)


def read(directory: Path) -> Results:
    """The results of a boot, or NotBooted."""
    try:
        data = json.loads((directory / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NotBooted(f"the guest {directory.name} has not been booted: no "
                        f"{NAME} in {directory}") from error
    data["checks"] = [CheckResult(**check) for check in data["checks"]]
    data["problems"] = [Problem(**problem) for problem in data["problems"]]
    return Results(**data)


def of(name: str) -> Results:
    """The results of the last boot of the guest of that name."""
    return read(BUILD / "rig" / name)
