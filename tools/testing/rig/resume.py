# SPDX-License-Identifier: GPL-2.0-only
"""Continue a long run where it was interrupted, if all that it depends on is unchanged."""

from __future__ import annotations

import hashlib
import shutil
import sys
from pathlib import Path

import plan
import qemu
from env import BUILD, RIG, TOP
from guests import ARCHITECTURES


def _depends_on() -> list[Path]:
    patterns = ("monitor/*/monitor.*", "guest/*/initrd.gz", "o/*/arch/*/boot/bzImage",
                "o/*/arch/*/boot/Image")
    files = [path for pattern in patterns for path in BUILD.glob(pattern)
             if ".mutant" not in str(path)]
    return sorted(files + [path for path in RIG.iterdir() if path.is_file()]
                  + list((TOP / "tools/arch").iterdir()))


def state(arguments: list[str]) -> str:
    """The arguments, kernels, monitors, the rig and QEMU."""
    lines = [" ".join(arguments)]
    for path in _depends_on():
        lines.append(f"{hashlib.sha256(path.read_bytes()).hexdigest()} {path}")
    for arch in ARCHITECTURES:
        program = plan.qemu_program(arch)
        if shutil.which(program):
            lines.append(qemu.version(program))
    return "\n".join(lines) + "\n"


def resume(directory: Path, arguments: list[str]) -> None:
    """Keep the directory if the state is the same, else start with an empty one."""
    now = state(arguments)
    file = directory / "common"
    if file.exists() and file.read_text() == now:
        return
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    file.write_text(now)


if __name__ == "__main__":
    print(state(sys.argv[1:]), end="")
