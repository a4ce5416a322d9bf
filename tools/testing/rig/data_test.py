#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Mistakes in guests.ini, checks.ini and features.ini are errors with file and line."""

from __future__ import annotations

import sys

sys.dont_write_bytecode = True

import tempfile
import unittest
from pathlib import Path
from unittest import mock

import checks
import env
import features
import guests
import qemu
from plan import Plan

GUEST = """\
[base]
about = a guest
groups = default
arch = x86
machine = q35
cpu = EPYC
memory = 1088
platform = none
has = plain
"""


class Data(unittest.TestCase):
    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory(prefix="cc-dma.")
        self.addCleanup(directory.cleanup)
        self.tmp = Path(directory.name)
        self.vocabulary = features.load()

    def load(self, text: str) -> dict[str, guests.Guest]:
        file = self.tmp / "guests.ini"
        file.write_text(text)
        return guests.load(self.vocabulary, file)

    def load_checks(self, text: str) -> list[checks.Check]:
        file = self.tmp / "checks.ini"
        file.write_text(text)
        return checks.load(self.vocabulary, file)

    def test_wrong_guests(self) -> None:
        for added, message in (
                ("patiance = 4", "guests.ini:10: unknown key 'patiance'"),
                ("patience = long", "guests.ini:10: patience: not a number: 'long'"),
                ("disks = many", "guests.ini:10: disks: not a number: 'many'"),
                ("has += truted", "guests.ini:10: unknown feature 'truted'"),
                ("inherit = toaster", "guests.ini:10: there is no section 'toaster'"),
                ("inherit = base", "guests.ini:1: 'base' inherits itself"),
                ("agrees = toaster", "guests.ini:10: there is no guest 'toaster'"),
                ("devicetree = ponds", "guests.ini:10: there is no ponds.dts"),
                ("transport = usb", "guests.ini:10: transport: 'usb' is not one of pci mmio"),
                ("unpatched = fine", "guests.ini:10: unpatched: not an expectation: 'fine'"),
                ("cpu = EPYC", "guests.ini' \\[line 10\\]: option 'cpu'.*already exists"),
                ("[base]", "guests.ini' \\[line 10\\]: section 'base' already exists"),
                ("[other]", "guests.ini:10: the guest 'other' has no key 'about'")):
            with self.subTest(added), self.assertRaisesRegex(env.Error, message):
                self.load(f"{GUEST}{added}\n")

    def test_wrong_checks(self) -> None:
        for text, message in (
                ("[s]\na = trused", "checks.ini:2: unknown feature 'trused'"),
                ("[s]\nsuite only = vax", "checks.ini:2: unknown feature 'vax'"),
                ("[s]\nsuite wants = cc", "checks.ini:2: unknown key 'suite wants'"),
                ("[s]\na\n[s b]\na = cc", "checks.ini:4: 's.a' is in another section too"),
                ("[s]\na\na = cc", "option 'a' in section 's' already exists")):
            with self.subTest(text), self.assertRaisesRegex(env.Error, message):
                self.load_checks(text)

    def test_values_are_inherited(self) -> None:
        guest = self.load(f"{GUEST}append = a\n[+force]\nappend += b\nhas += force\n"
                          "[heir]\nabout = heir\ngroups = matrix\ninherit = base +force\n"
                          "append += c\n")["heir"]
        self.assertEqual(guest.append, "a b c")
        self.assertLessEqual({"plain", "force", "x86", "pool"}, guest.features)
        self.assertEqual(guest.groups, ("matrix",))

    def test_disks(self) -> None:
        guest = self.load(f"{GUEST}disks = 2\nqemu = -x {{directory}}\n")["base"]
        plan = Plan(guest, "base")
        line = qemu.command(plan)
        self.assertIn(f"if=none,id=d2,format=raw,file={plan.directory}/disk2.img,cache=unsafe,"
                      "readonly=on", line)
        self.assertNotIn(f"{plan.directory}/disk3.img", " ".join(line))
        self.assertEqual(line[line.index("-x") + 1], str(plan.directory))

    def test_disks_are_rotated(self) -> None:
        image = b"".join(bytes([number]) * (1 << 20) for number in range(8))
        (self.tmp / "disk.img").write_bytes(image)
        guest = self.load(f"{GUEST}disks = 2\n")["base"]
        with mock.patch.multiple(Plan, directory=self.tmp / "boot", files=self.tmp):
            (self.tmp / "boot").mkdir()
            qemu.prepare(Plan(guest, "base"))
        for number, name in enumerate(("disk.img", "disk1.img", "disk2.img")):
            copy = (self.tmp / "boot" / name).read_bytes()
            self.assertEqual(copy, image[number << 20:] + image[:number << 20])

    def test_expressions(self) -> None:
        have = frozenset({"a", "b"})
        for expression, want in (("", True), ("a", True), ("!a", False), ("a b", True),
                                 ("a c", False), ("c | a !c", True), ("!a | c", False)):
            with self.subTest(expression):
                self.assertEqual(features.holds(expression, have), want)

    def test_expected_checks(self) -> None:
        loaded = self.load_checks("[s]\nsuite needs = x86\na\nb = cc\n[t]\nsuite only = arm64\nc\n")
        guest = self.load(GUEST)["base"]
        self.assertEqual(checks.expected(loaded, guest), {"s.a": "PASS", "s.b": "SKIP"})

    def test_suite_in_two_sections(self) -> None:
        loaded = self.load_checks("[s]\na\n[s dynamic]\nsuite only = !static\nb\n")
        guest = self.load(f"{GUEST}[poor]\nabout = poor\ngroups = all\ninherit = base\n"
                          "has += static\n")
        self.assertEqual(checks.expected(loaded, guest["base"]), {"s.a": "PASS", "s.b": "PASS"})
        self.assertEqual(checks.expected(loaded, guest["poor"]), {"s.a": "PASS"})

    def test_the_rigs_own_files(self) -> None:
        loaded = guests.load(self.vocabulary)
        for guest in loaded.values():
            self.assertIn("PASS", checks.expected(checks.load(self.vocabulary), guest).values())


if __name__ == "__main__":
    unittest.main()
