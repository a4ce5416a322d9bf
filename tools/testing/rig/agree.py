# SPDX-License-Identifier: GPL-2.0-only
"""Compare the results of guests of a real hypervisor with those of guests of our monitor.

The last boots are compared check by check; nothing is booted. A check may differ only if one guest
must skip it, the other must run it, and both do."""

from __future__ import annotations

from collections.abc import Iterator

import results
from env import FAIL, Error, say
from results import CheckResult, Results
from run import Rig

NOTHING = CheckResult("", "nothing", "")


def differences(imitated: Results, real: Results) -> Iterator[str]:
    """One line for each difference."""
    one, other = _reported(imitated), _reported(real)
    for name in sorted(one.keys() | other.keys()):
        a, b = (reported.get(name, NOTHING) for reported in (one, other))
        if a.result != b.result and not (_as_expected(a) and _as_expected(b)):
            yield f"{name}: {a.result} and {b.result}"
    for what, x, y in (("platform", imitated.platform, real.platform),
                       ("pools", _states(imitated), _states(real))):
        if x != y:
            yield f"{what}: {x} and {y}"


def _reported(boot: Results) -> dict[str, CheckResult]:
    return {name: check for name, check in boot.by_name().items() if check.result != "CRASH"}


def _as_expected(check: CheckResult) -> bool:
    return check.result == check.expected


def _states(boot: Results) -> str:
    return ",".join(sorted({pool.rpartition(" ")[2] for pool in boot.pools}))


def passed_by_both(imitated: Results, real: Results) -> int:
    other = real.by_name()
    return sum(check.result == "PASS" and name in other and other[name].result == "PASS"
               for name, check in imitated.by_name().items())


def agree(rig: Rig, names: list[str]) -> int:
    """Compare pairs of guests: the named ones, or each guest with `agrees` in guests.ini.

    Exit code: 0 if all agree, 1 if not, 3 if there are no results."""
    if len(names) % 2:
        raise Error("guests come in pairs", "rig.py agree [IMITATED REAL]...")
    rig.select(names or list(rig.guests), "")
    pairs = list(zip(names[::2], names[1::2])) or [
        (guest.agrees, guest.name) for guest in rig.guests.values() if guest.agrees]
    code = 0
    for pair in pairs:
        imitated, real = (results.of(name) for name in pair)
        for boot in (imitated, real):
            if not _reported(boot):
                raise results.NotBooted(f"the guest {boot.name} has reported no check")
        found = list(differences(imitated, real))
        same = passed_by_both(imitated, real)
        if found:
            say("FAIL", f"{pair[0]} and {pair[1]} do not agree:")
            print("".join(f"    {line}\n" for line in found), end="")
            code = FAIL
        elif not same:
            say("FAIL", f"{pair[0]} and {pair[1]}: no check was passed by both")
            code = FAIL
        else:
            say("PASS", f"{pair[0]} and {pair[1]} agree, {same} checks were passed by both")
    return code
