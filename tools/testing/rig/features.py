# SPDX-License-Identifier: GPL-2.0-only
"""What guests have and checks need: the words of features.ini."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import ini
from env import RIG, Error


def words(expression: str) -> list[str]:
    """The features that an expression names."""
    return [word.lstrip("!") for word in expression.split() if word != "|"]


def holds(expression: str, features: frozenset[str]) -> bool:
    """`a b | !c`: a and b, or not c. An empty expression holds."""
    return any(all((word.lstrip("!") in features) != word.startswith("!") for word in term.split())
               for term in expression.split("|"))


@dataclass(frozen=True)
class Vocabulary:
    declared: frozenset[str]
    derived: dict[str, str]
    sets: dict[str, list[str]]

    def require(self, expression: str, place: str) -> None:
        """Fail if the expression has an unknown feature."""
        for word in words(expression):
            if word not in self.declared and word not in self.derived:
                raise Error(f"{place}: unknown feature '{word}'", "features are in features.ini")

    def complete(self, features: set[str]) -> frozenset[str]:
        """The features with all that follow from them."""
        declared = frozenset(features)
        return declared | {name for name, expression in self.derived.items()
                           if holds(expression, declared)}


def load(path: Path = RIG / "features.ini") -> Vocabulary:
    sections = ini.read(path)
    for name, section in sections.items():
        if name not in ("features", "derived", "sets"):
            raise Error(f"{section.place}: unknown section '{name}'")

    def table(name: str) -> dict[str, str]:
        return {entry.key: entry.value for entry in sections[name].entries}

    declared = frozenset(table("features"))
    for entry in sections["derived"].entries:
        for word in words(entry.value):
            if word not in declared:
                raise Error(f"{entry.place}: unknown feature '{word}'")
    return Vocabulary(declared, table("derived"),
                      {name: value.split() for name, value in table("sets").items()})
