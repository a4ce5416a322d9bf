# SPDX-License-Identifier: GPL-2.0-only
"""The JUnit XML file of a run: a test suite for each boot, a test case for each check."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

from results import Results

_INVALID = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _clean(text: str) -> str:
    """XML has no place for control characters."""
    return _INVALID.sub("?", text)


def _suite(results: Results) -> ET.Element:
    """Problems that are about no check are one test case, "boot"."""
    cases = []
    for check in results.checks:
        case = ET.Element("testcase", classname=f"{results.name}.{check.name.partition('.')[0]}",
                          name=check.name.partition(".")[2])
        texts = [str(problem) for problem in results.problems if problem.check == check.name]
        if check.result == "SKIP" and not texts:
            ET.SubElement(case, "skipped", message=_clean(check.message))
        elif check.result == "CRASH":
            ET.SubElement(case, "error", message=_clean(check.message))
        elif texts:
            ET.SubElement(case, "failure", message=_clean("\n".join(texts)))
        cases.append(case)
    boot = ET.Element("testcase", classname=results.name, name="boot", time=str(results.seconds))
    problems = [problem for problem in results.problems if not problem.check]
    if problems:
        crashed = any(problem.verdict == "CRASH" for problem in problems)
        ET.SubElement(boot, "error" if crashed else "failure",
                      message=_clean("\n".join(map(str, problems))))
    cases.append(boot)

    def count(tag: str) -> str:
        return str(sum(case.find(tag) is not None for case in cases))

    suite = ET.Element("testsuite", name=results.name, tests=str(len(cases)),
                       failures=count("failure"), errors=count("error"), skipped=count("skipped"),
                       time=str(results.seconds))
    suite.extend(cases)
    return suite


def write(path: Path, boots: list[Results]) -> None:
    root = ET.Element("testsuites")
    root.extend(_suite(results) for results in boots)
    ET.indent(root)
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
