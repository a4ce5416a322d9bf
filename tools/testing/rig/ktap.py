# SPDX-License-Identifier: GPL-2.0-only
"""KTAP in a console log: the result of each case, and the documents without other messages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# Suites of the init script. The others are KUnit's.
OWN_SUITES = ("virtio", "visible", "shared", "kmemleak", "lockdep", "stress",
              "kexec", "kdump", "devices", "noforce", "iommu")

_STAMP = re.compile(r"^\[ *[0-9]+\.[0-9]+\] ?")
_FAILED = re.compile(r"# [A-Za-z0-9_]+: (EXPECTATION|ASSERTION) FAILED")
_KTAP = re.compile(r" *(KTAP version [0-9]|1\.\.[0-9]|# |(not )?ok [0-9])")


@dataclass(frozen=True)
class Case:
    """One line of a suite: PASS, FAIL or SKIP, and the reason."""

    name: str
    result: str
    message: str


def cases(lines: Iterable[str]) -> Iterator[Case]:
    """The cases in the log. The message is the text after a KUnit expectation that failed, or the
    last diagnostic of the init script. Parameters of a case are not listed: their failure is the
    failure of the case."""
    suite = message = ""
    expectation = False
    for line in lines:
        if line.startswith("monitor: "):  # may come at any time
            continue
        line = _STAMP.sub("", line)
        depth = (len(line) - len(line.lstrip(" "))) // 4
        line = line.lstrip(" ")
        if line.startswith("# Subtest: "):
            if depth == 1:
                suite, message = line[len("# Subtest: "):], ""
        elif _FAILED.match(line):
            expectation = True
        elif expectation:
            expectation = False
            message = message or line
        elif suite in OWN_SUITES and (said := re.match("# [a-z0-9_]+: ", line)):
            message = line[said.end():]
        elif depth == 1 and (result := re.match("(not )?ok [0-9]+ (- )?", line)):
            name = re.sub(" *# .*", "", line[result.end():])
            verdict = "FAIL" if result[1] else "PASS"
            if "# SKIP" in line:
                verdict, message = "SKIP", re.sub(".*# SKIP *", "", line[result.end():])
            yield Case(f"{suite}.{name}", verdict, "" if verdict == "PASS" else message)
            message = ""


def documents(lines: Iterable[str]) -> Iterator[str]:
    """The lines of KTAP alone, without time stamps, with the text of expectations that failed.

    kunit.py takes a message of another part of the kernel between "KTAP version" and "# Subtest"
    for the end of the header, so no other message may be left."""
    inside = details = False
    for line in lines:
        line = _STAMP.sub("", line)
        if _KTAP.match(line):
            inside = True
            details = bool(_FAILED.match(line.lstrip(" ")))
            yield line
        elif inside and details and line.startswith("    "):
            yield line
