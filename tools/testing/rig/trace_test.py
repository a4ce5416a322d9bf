#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""TRACE=pages has all conversions: the messages add up to what the monitor has counted. The option
`touches` counts the pages of the default pool that the guest has accessed."""

from __future__ import annotations

import sys

sys.dont_write_bytecode = True

import re
import subprocess
import unittest

import conversions
import log
from env import BUILD, RIG

POOL = (64 << 20) // conversions.PAGE
_REPORT = re.compile("^monitor: ([0-9]+) times a page was shared, ([0-9]+) times unshared, ")
_TOUCHES = re.compile("^monitor: touches: 0x[0-9a-f]+-0x[0-9a-f]+: ([0-9]+) pages, "
                      "([0-9]+) written first, ([0-9]+) read first$")


def boot_with(option: str, guest: str) -> list[str]:
    """All lines of a guest whose monitor has the option."""
    subprocess.run([str(RIG / "rig.py"), "run", "-o", option, guest],
                   stdout=subprocess.DEVNULL, check=True)
    directory = BUILD / "rig" / f"{guest}-{option}"
    lines = log.without_stamps(log.read(directory / "console.log"))
    return lines + log.read(directory / "monitor.log")


class Trace(unittest.TestCase):
    def boot(self, guest: str) -> tuple[dict[str, int], list[int], list[str]]:
        """The pages by direction, the sizes of ranges that became shared, and all lines."""
        lines = boot_with("trace", guest)
        pages = {"shared": 0, "private": 0}
        ranges = []
        for line in lines:
            if conversion := conversions.parse(line):
                size = len(conversion.pages)
                pages["shared" if conversion.shared else "private"] += size
                if conversion.shared:
                    ranges.append(size)
        return pages, ranges, lines

    def test_sums(self) -> None:
        for guest in ("pkvm", "cca"):
            with self.subTest(guest):
                pages, ranges, lines = self.boot(guest)
                report = next(found for line in lines if (found := _REPORT.match(line)))
                self.assertEqual([pages["shared"], pages["private"]],
                                 [int(report[1]), int(report[2])])
                self.assertIn(POOL, ranges)

    def test_default_pool(self) -> None:
        for guest in ("snp", "tdx"):
            with self.subTest(guest):
                pages, ranges, _ = self.boot(guest)
                self.assertIn(POOL, ranges)
                self.assertGreater(pages["private"], 0)

    def test_touches(self) -> None:
        """The guest bounces buffers, and does not bounce in a pool that CPUs do not access."""
        for guest in ("snp", "tdx", "cca", "pkvm"):
            with self.subTest(guest):
                found = [tuple(map(int, line.groups())) for line in
                         map(_TOUCHES.match, boot_with("touches", guest)) if line]
                pools = [touches for touches in found if touches[0] == POOL]
                self.assertEqual(len(pools), 1)
                _, written, read = pools[0]
                self.assertGreater(written, 0)
                self.assertLessEqual(written + read, POOL)


if __name__ == "__main__":
    unittest.main()
