#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""mirror.py TREE COPY: copy the sources of a Linux tree without what was built in it.

kbuild refuses O= for a tree that was built in place, and `make mrproper` would remove what its
owner has built. Sources are the files that git tracks or that .gitignore does not exclude. Only
files that have changed are copied, and they keep their times, so that the next build is short.
Nothing is written to the tree."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


def sources(tree: Path) -> list[str]:
    """The names of the sources; a tree without a repository gets an empty one elsewhere."""
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_CONFIG_GLOBAL": os.devnull,
                   "GIT_CONFIG_SYSTEM": os.devnull}
    list_files = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    with tempfile.TemporaryDirectory(prefix="cc-dma.") as directory:
        git = ["git", "-c", "safe.directory=*", "-C", str(tree)]
        if not (tree / ".git").exists():
            subprocess.run(["git", "init", "-q", "--bare", directory], check=True,
                           env=environment)
            git += [f"--git-dir={directory}", f"--work-tree={tree}"]
        found = subprocess.run([*git, *list_files], check=True, stdout=subprocess.PIPE,
                               env=environment).stdout
    return [os.fsdecode(name) for name in found.split(b"\0") if name]


def same(source: os.stat_result, copy: Path) -> bool:
    try:
        stat = copy.lstat()
    except OSError:
        return False
    return ((stat.st_mode, stat.st_size, stat.st_mtime_ns)
            == (source.st_mode, source.st_size, source.st_mtime_ns))


def main(tree: Path, copy: Path) -> None:
    wanted = set()
    for name in sources(tree):
        path, target = tree / name, copy / name
        try:
            stat = path.lstat()
        except FileNotFoundError:  # tracked and removed
            continue
        if path.is_dir() and not path.is_symlink():  # a repository in the tree
            continue
        wanted.add(name)
        if same(stat, target):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        shutil.copy2(path, target, follow_symlinks=False)
    for directory, _, files in os.walk(copy):
        for file in files:
            path = Path(directory, file)
            if str(path.relative_to(copy)) not in wanted:
                path.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
