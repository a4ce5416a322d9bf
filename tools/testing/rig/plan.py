# SPDX-License-Identifier: GPL-2.0-only
"""What one boot is: a guest, its kernel, and the directory of its results."""

from __future__ import annotations

import functools
import os
import re
from dataclasses import dataclass
from pathlib import Path

from env import BUILD, TOP, CannotStart
from guests import Guest


@functools.cache
def image_of(arch: str) -> str:
    """Where a kernel build leaves the image; tools/arch has it for the builds, too."""
    found = re.search("^image=(.*)$", (TOP / "tools/arch" / arch).read_text(), re.M)
    assert found, f"tools/arch/{arch} has no image="
    return found[1]


def qemu_program(arch: str) -> str:
    if arch == "arm64":
        return os.environ.get("QEMU_ARM64") or "qemu-system-aarch64"
    return os.environ.get("QEMU") or "qemu-system-x86_64"


@dataclass(frozen=True)
class Plan:
    """`variant` is a mutant of the guest's kernel, `foreign` the name of one not built here.
    `together` guests run at one time, and each may take that many times longer. A `session` is
    for people instead of tests: "run", "shell" or "gdb". `tree`: the kernel is from a tree of the
    user."""

    guest: Guest
    name: str
    variant: str = ""
    foreign: str = ""
    seconds: int = 60
    together: int = 1
    session: str = ""
    tree: bool = False
    foreign_files: Path | None = None

    @property
    def directory(self) -> Path:
        return BUILD / "rig" / (f"{self.name}-{self.variant}" if self.variant else self.name)

    @property
    def kernel_directory(self) -> Path:
        kernel = self.guest.kernel
        return BUILD / "o" / (f"{kernel}-{self.variant}" if self.variant else kernel)

    @property
    def image(self) -> Path:
        if self.foreign:
            return self.files / "image"
        return self.kernel_directory / image_of(self.guest.arch)

    @property
    def files(self) -> Path:
        """The directory with the initrd of the guest and its disk."""
        return self.foreign_files or BUILD / "guest" / self.guest.kernel

    @property
    def initrd(self) -> Path:
        """A session has an initrd of its own, and a guest that starts its kernel again."""
        own = self.session or self.starts_again
        return (self.directory if own else self.files) / "initrd.gz"

    @property
    def starts_again(self) -> bool:
        """Does the guest's first kernel start the second one? The VMM of a host does more."""
        again = {"kexec", "kdump"} & self.guest.features
        return bool(again) and not self.guest.nested and not self.session

    @property
    def interactive(self) -> bool:
        return self.session in ("shell", "gdb")

    @property
    def bound(self) -> int:
        """Seconds that the guest may take."""
        return self.seconds * self.together * self.guest.patience

    def source(self) -> str:
        """What the kernel was made of, as tools/build/kernel has left it."""
        if self.foreign:
            return self.foreign
        try:
            return (self.kernel_directory / ".source").read_text().strip()
        except OSError:
            return "source not known"

    def require_files(self) -> None:
        for path, target in ((self.image, "kernel"), (self.files / "initrd.gz", "initrd")):
            if not path.is_file():
                raise CannotStart(f"no {target} in {path}: run make {target}")
