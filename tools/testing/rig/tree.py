# SPDX-License-Identifier: GPL-2.0-only
"""Kernels that were built from a tree of the user: the options and functions that checks need."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from checks import Check
from env import CannotStart


@dataclass(frozen=True)
class Tree:
    """One kernel, in the directory that tools/build/kdir has left it in."""

    release: str
    options: frozenset[str]
    symbols: frozenset[str]

    def lacks(self, check: Check) -> str:
        """What the check needs and the kernel does not have, or an empty string."""
        for option in check.options.split():
            if option not in self.options:
                return f"CONFIG_{option} is off"
        return self.lacks_symbol(check.symbols)

    def lacks_symbol(self, symbols: str) -> str:
        for symbol in symbols.split():
            if symbol not in self.symbols:
                return f"no {symbol}()"
        return ""


def read(directory: Path) -> Tree:
    try:
        config = (directory / ".config").read_text()
        symbols = (directory / "System.map").read_text()
        release = (directory / ".release").read_text().strip()
    except OSError as error:
        raise CannotStart(f"no kernel in {directory}: run make boot KDIR=") from error
    return Tree(release, frozenset(re.findall("^CONFIG_([A-Z0-9_]+)=[ym]$", config, re.M)),
                frozenset(re.findall("^[0-9a-f]+ [A-Za-z] ([a-z_0-9]+)$", symbols, re.M)))
