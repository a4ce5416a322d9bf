# SPDX-License-Identifier: GPL-2.0-only
"""The guests of guests.ini."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import features
import ini
from env import RIG, Error

ARCHITECTURES = ("x86", "arm64", "i386")
EXPECTATIONS = ("same", "works", "broken")


@dataclass(frozen=True)
class Unpatched:
    """What the guest does on the base without the series, see Documentation/rig-reference.rst."""

    what: str
    append: str
    says: str


@dataclass(frozen=True)
class Guest:
    """One section of guests.ini. The keys are described in Documentation/rig-reference.rst."""

    name: str
    arch: str
    features: frozenset[str]
    groups: tuple[str, ...]
    about: str
    platform: str
    machine: str
    cpu: str
    memory: str
    qemu: str = ""
    monitor: str = ""
    console: str = ""
    cmdline: str = ""
    append: str = ""
    fragment: str = ""
    transport: str = "pci"
    devicetree: str = ""
    host: str = ""
    vmm: str = ""
    shared_ram: int = 0
    private_ram: int = 0
    disks: int = 0
    cpus: int = 1
    patience: int = 1
    refused: int = 0
    says: str = ""
    since: str = ""
    config: str = ""
    symbols: str = ""
    agrees: str = ""
    mutants: int = 0
    unpatched: tuple[Unpatched, ...] = ()

    @property
    def kernel(self) -> str:
        """What tools/build/kernel calls the guest's kernel."""
        return f"{self.arch}-{self.fragment}" if self.fragment else self.arch

    @property
    def nested(self) -> bool:
        """Does a Linux host run the guest?"""
        return "nested" in self.features

    def with_changes(self, **changes: object) -> Guest:
        return dataclasses.replace(self, **changes)


_TEXT = ("about", "arch", "machine", "cpu", "memory", "qemu", "monitor", "console", "cmdline",
         "append", "fragment", "transport", "devicetree", "host", "vmm", "platform",
         "says", "since", "config", "symbols", "agrees")
_NUMBERS = ("cpus", "disks", "patience", "refused", "mutants", "shared-ram", "private-ram")
_KEYS = (*_TEXT, *_NUMBERS, "inherit", "groups", "has", "unpatched")
_OWN = ("about", "groups", "agrees", "mutants", "unpatched")  # not inherited
_REQUIRED = ("about", "groups", "arch", "machine", "cpu", "memory", "platform")


def load(vocabulary: features.Vocabulary, path: Path = RIG / "guests.ini") -> dict[str, Guest]:
    """All guests by name, sorted."""
    sections = ini.read(path)
    guests = {name: _guest(name, sections, vocabulary)
              for name in sorted(sections) if not name.startswith("+")}
    for guest in guests.values():
        if guest.agrees and guest.agrees not in guests:
            raise Error(f"{_place(sections[guest.name], 'agrees')}: there is no guest "
                        f"'{guest.agrees}'")
    return guests


def select(guests: dict[str, Guest], names: list[str], sets: str,
           vocabulary: features.Vocabulary) -> list[Guest]:
    """The named guests, or without names those of the sets, which are separated by spaces."""
    if not names:
        groups = set()
        pending = sets.split()
        while pending:
            word = pending.pop()
            groups.add(word)
            pending += vocabulary.sets.get(word, [])
        names = [guest.name for guest in guests.values() if groups & set(guest.groups)]
        if not names:
            raise Error(f"there are no guests of the set '{sets}'")
    for name in names:
        if name not in guests:
            raise Error(f"there is no guest '{name}'", "guests: " + " ".join(guests))
    return [guests[name] for name in names]


def _place(section: ini.Section, key: str) -> str:
    return next((entry.place for entry in section.entries if entry.key == key), section.place)


def _assign(values: dict[str, str], section: ini.Section, sections: dict[str, ini.Section],
            vocabulary: features.Vocabulary, heirs: tuple[str, ...] = ()) -> None:
    """Apply what the section inherits and then its own keys."""
    if section.name in heirs:
        raise Error(f"{section.place}: '{section.name}' inherits itself")
    for entry in section.entries:
        if entry.key not in _KEYS:
            raise Error(f"{entry.place}: unknown key '{entry.key}'", "keys: " + " ".join(_KEYS))
        if entry.key in _NUMBERS and not re.fullmatch("[0-9]+|0x[0-9a-f]+", entry.value):
            raise Error(f"{entry.place}: {entry.key}: not a number: '{entry.value}'")
        if entry.key == "has":
            vocabulary.require(entry.value, entry.place)
    for entry in section.entries:
        if entry.key == "inherit":
            for parent in entry.value.split():
                if parent not in sections:
                    raise Error(f"{entry.place}: there is no section '{parent}'")
                _assign(values, sections[parent], sections, vocabulary, (*heirs, section.name))
    for entry in section.entries:
        if entry.key in _OWN and heirs:
            continue
        old = values.get(entry.key, "") if entry.adds else ""
        values[entry.key] = f"{old} {entry.value}".strip()


def _guest(name: str, sections: dict[str, ini.Section],
           vocabulary: features.Vocabulary) -> Guest:
    section = sections[name]
    values: dict[str, str] = {}
    _assign(values, section, sections, vocabulary)
    for key in _REQUIRED:
        if key not in values:
            raise Error(f"{section.place}: the guest '{name}' has no key '{key}'")

    def require(key: str, allowed: tuple[str, ...]) -> None:
        if values.get(key, allowed[0]) not in allowed:
            raise Error(f"{_place(section, key)}: {key}: '{values[key]}' is not one of "
                        + " ".join(allowed))

    require("arch", ARCHITECTURES)
    require("transport", ("pci", "mmio"))
    if values.get("devicetree") and not (RIG / f"{values['devicetree']}.dts").exists():
        raise Error(f"{_place(section, 'devicetree')}: there is no {values['devicetree']}.dts")
    fragment = f"configs/{values.get('fragment', 'guest')}.config"
    if not (RIG / fragment).exists():
        raise Error(f"{_place(section, 'fragment')}: there is no {fragment}")
    fields: dict[str, Any] = {
        "features": vocabulary.complete({*values.get("has", "").split(), values["arch"]}),
        "groups": tuple(values["groups"].split()),
        "unpatched": _unpatched(values.get("unpatched", ""), _place(section, "unpatched"))}
    for key in values.keys() & {*_TEXT, *_NUMBERS}:
        value = values[key]
        fields[key.replace("-", "_")] = int(value, 0) if key in _NUMBERS else value
    return Guest(name=name, **fields)


def _unpatched(value: str, place: str) -> tuple[Unpatched, ...]:
    """Lines of WHAT [APPEND][: SAYS]."""
    lines = []
    for line in value.splitlines():
        head, _, says = line.partition(": ")
        what, _, append = head.partition(" ")
        if what not in EXPECTATIONS or (what == "broken") != bool(says):
            raise Error(f"{place}: unpatched: not an expectation: '{line}'")
        lines.append(Unpatched(what, append, says))
    return tuple(lines)
