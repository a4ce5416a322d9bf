# SPDX-License-Identifier: GPL-2.0-only
"""The checks that guests report, and which of them a guest must skip."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import features
import ini
from env import RIG, Error
from guests import Guest

SUITE_NEEDS = "suite needs"
SUITE_ONLY = "suite only"
SUITE_OPTIONS = "suite options"
SUITE_SYMBOLS = "suite symbols"


@dataclass(frozen=True)
class Check:
    """`name` is SUITE.CASE. Guests that have `only` report it, and those in which all `needs` hold
    run it. `options` of the configuration and `symbols` are what a kernel needs that is not
    ours."""

    name: str
    needs: tuple[str, ...]
    only: str
    options: str = ""
    symbols: str = ""

    def expected(self, guest: Guest) -> str | None:
        """PASS or SKIP, or None if the guest does not report the check."""
        if not features.holds(self.only, guest.features):
            return None
        runs = all(features.holds(need, guest.features) for need in self.needs)
        return "PASS" if runs else "SKIP"


def load(vocabulary: features.Vocabulary, path: Path = RIG / "checks.ini") -> list[Check]:
    checks: dict[str, Check] = {}
    for section in ini.read(path).values():
        suite = section.name.split()[0]
        keys = dict.fromkeys((SUITE_NEEDS, SUITE_ONLY, SUITE_OPTIONS, SUITE_SYMBOLS), "")
        for entry in section.entries:
            if entry.key in keys:
                keys[entry.key] = entry.value
        for entry in section.entries:
            if entry.key not in (SUITE_OPTIONS, SUITE_SYMBOLS):
                vocabulary.require(entry.value, entry.place)
            if entry.key in keys:
                continue
            if " " in entry.key or entry.adds:
                raise Error(f"{entry.place}: unknown key '{entry.key}'")
            name = f"{suite}.{entry.key}"
            if name in checks:
                raise Error(f"{entry.place}: '{name}' is in another section too")
            checks[name] = Check(name, (keys[SUITE_NEEDS], entry.value), keys[SUITE_ONLY],
                                 keys[SUITE_OPTIONS], keys[SUITE_SYMBOLS])
    return list(checks.values())


def expected(checks: list[Check], guest: Guest) -> dict[str, str]:
    """What the guest must report: PASS or SKIP by name, in the order of the file."""
    verdicts = {check.name: check.expected(guest) for check in checks}
    return {name: verdict for name, verdict in verdicts.items() if verdict is not None}
