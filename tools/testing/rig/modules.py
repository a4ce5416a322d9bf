# SPDX-License-Identifier: GPL-2.0-only
"""The modules of a kernel that was not built here, in each layout in use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import image

_DEPENDS = re.compile(rb"\0depends=([^\0]*)\0")
_COMPRESSION = {".gz": "gzip", ".xz": "xz", ".zst": "zstd"}


def directory(kernel: Path, version: str) -> Path | None:
    """Where the modules are: beside the image (/usr/lib/modules/VERSION/vmlinuz), in lib/modules
    of the tree that has the image in boot, or in the file system of this machine."""
    beside = kernel.resolve().parent
    places = [beside]
    for root in (*beside.parents[:4], beside, Path("/")):
        places += [root / "lib/modules" / version, root / "usr/lib/modules" / version]
    for place in places:
        if (place / "kernel").is_dir():
            return place
    return None


class Modules:
    """Modules by name, with `_` in place of `-`."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._paths = {_name(path): path for path in sorted((place / "kernel").rglob("*.ko*"))}

    def load(self, name: str) -> dict[str, bytes]:
        """The module and what it depends on, not compressed, by file name. Empty if it is built in
        or missing."""
        found: dict[str, bytes] = {}
        self._load(name, found)
        return found

    def _load(self, name: str, found: dict[str, bytes]) -> None:
        path = self._paths.get(name)
        if not path or f"{name}.ko" in found:
            return
        data = path.read_bytes()
        if path.suffix in _COMPRESSION:
            data = image.decompress(data, _COMPRESSION[path.suffix])
        found[f"{name}.ko"] = data
        depends = _DEPENDS.search(data)
        for other in depends[1].decode().split(",") if depends else []:
            self._load(other.replace("-", "_"), found)

    def built_in(self) -> Iterator[Path]:
        """The lists of drivers that are not modules."""
        yield from self.place.glob("modules.builtin*")


def _name(path: Path) -> str:
    return path.name.partition(".ko")[0].replace("-", "_")


def config(kernel: Path, version: str, modules: Path | None) -> Path | None:
    """The configuration of the kernel, if a package has put it in one of the usual places."""
    places = [kernel.parent / f"config-{version}", kernel.parent / "config"]
    if modules:
        places.append(modules / "config")
        places += [root / "boot" / f"config-{version}" for root in modules.parents[:4]]
    return next((place for place in places if place.is_file()), None)
