# SPDX-License-Identifier: GPL-2.0-only
"""The table at the end of a run."""

from __future__ import annotations

from results import CheckResult, Results

HEADER = ("GUEST", "PLATFORM", "POOLS", "BLOCK", "NET", "RNG", "EDU", "KUNIT", "LEAKS", "SECS",
          "VERDICT")
NOT_KUNIT = ("edu", "virtio", "kmemleak", "lockdep", "devices", "noforce")


def _listed(results: Results) -> list[CheckResult]:
    return [check for check in results.checks if check.expected]


def _column(results: Results, prefix: str) -> str:
    """The worst result of the checks with that prefix, or "-" if the guest reports none."""
    found = {check.result for check in _listed(results) if check.name.startswith(prefix)}
    return next((result for result in ("CRASH", "FAIL", "PASS", "SKIP") if result in found),
                "-")


def _fraction(results: Results, kunit: bool) -> str:
    """Checks that passed, of those that ran: of edu, or of the kernel's own tests."""
    ran = [check for check in _listed(results) if check.result != "SKIP"
           and (check.name.partition(".")[0] not in NOT_KUNIT if kunit
                else check.name.startswith("edu."))]
    return f"{sum(check.result == 'PASS' for check in ran)}/{len(ran)}"


def row(results: Results) -> tuple[str, ...]:
    return (results.name, results.platform, "+".join(results.pools) or "?",
            _column(results, "virtio.block"), _column(results, "virtio.net"),
            _column(results, "virtio.rng"), _fraction(results, False), _fraction(results, True),
            _column(results, "kmemleak"), f"{results.seconds:.1f}", results.verdict)


def lines(boots: list[Results]) -> list[str]:
    width = max([14, *(len(results.name) for results in boots)])
    return [f"{name:<{width}} {platform:<22} {pools:<20} {block:<6} {net:<6} {rng:<6} {edu:<6} "
            f"{kunit:<7} {leaks:<6} {seconds:>6}  {verdict}"
            for name, platform, pools, block, net, rng, edu, kunit, leaks, seconds, verdict
            in [HEADER, *map(row, boots)]]
