# SPDX-License-Identifier: GPL-2.0-only
"""Read an INI file and remember the line of each key, for messages about mistakes."""

from __future__ import annotations

import configparser
import re
from dataclasses import dataclass
from pathlib import Path

from env import Error


@dataclass(frozen=True)
class Entry:
    """`key = value`, or `key += value` if `adds`. `place` is FILE:LINE."""

    key: str
    value: str
    adds: bool
    place: str


@dataclass(frozen=True)
class Section:
    name: str
    entries: tuple[Entry, ...]
    place: str


def read(path: Path) -> dict[str, Section]:
    """The sections of the file, in its order."""
    parser = configparser.ConfigParser(
        delimiters=("=",), comment_prefixes=("#",), interpolation=None, allow_no_value=True,
        empty_lines_in_values=False, default_section="")
    parser.optionxform = str  # type: ignore[assignment]
    text = path.read_text(encoding="utf-8")
    try:
        parser.read_string(text, str(path.name))
    except configparser.Error as error:
        raise Error(" ".join(error.message.split())) from error
    lines = _lines(text)
    sections = {}
    for name in parser.sections():
        entries = []
        for option, value in parser.items(name):
            key = option.removesuffix("+").rstrip()
            entries.append(Entry(key, (value or "").strip(), option.endswith("+"),
                                 f"{path.name}:{lines[name, option]}"))
        sections[name] = Section(name, tuple(entries), f"{path.name}:{lines[name, '']}")
    return sections


def _lines(text: str) -> dict[tuple[str, str], int]:
    """Line numbers of (section, option), and of (section, "") for its header."""
    lines = {}
    section = ""
    for number, line in enumerate(text.split("\n"), 1):
        if header := re.match(r"\[(.+)\]", line):
            section = header[1]
            lines[section, ""] = number
        elif option := re.match(r"([^\s#][^=]*?)\s*(=|$)", line):
            lines[section, option[1]] = number
    return lines
