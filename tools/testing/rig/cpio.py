# SPDX-License-Identifier: GPL-2.0-only
"""Write cpio archives in the format that Linux unpacks its initrd from, see
Documentation/driver-api/early-userspace/buffer-format.rst."""

from __future__ import annotations

import stat
from pathlib import Path


class Archive:
    """An archive in memory. All files belong to root and have the timestamp 0."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._inode = 0
        self._directories: set[str] = set()

    def _add(self, name: str, mode: int, content: bytes, device: tuple[int, int] = (0, 0)) -> None:
        self._inode += 1
        links = 2 if stat.S_ISDIR(mode) else 1
        fields = (self._inode, mode, 0, 0, links, 0, len(content), 0, 0, *device,
                  len(name) + 1, 0)
        for part in (b"070701" + "".join(f"{field:08x}" for field in fields).encode()
                     + name.encode() + b"\0", content):
            self._data += part
            self._data += bytes(-len(self._data) % 4)

    def directory(self, name: str) -> None:
        """Add a directory and those above it, once."""
        if name in ("", ".") or name in self._directories:
            return
        self.directory(str(Path(name).parent))
        self._directories.add(name)
        self._add(name, stat.S_IFDIR | 0o755, b"")

    def file(self, name: str, content: bytes, mode: int = 0o644) -> None:
        self.directory(str(Path(name).parent))
        self._add(name, stat.S_IFREG | mode, content)

    def console(self) -> None:
        """The device that the kernel opens for the first program."""
        self.directory("dev")
        self._add("dev/console", stat.S_IFCHR | 0o600, b"", (5, 1))

    def finish(self) -> bytes:
        """End the archive."""
        self._add("TRAILER!!!", 0, b"")
        return bytes(self._data)

    def after(self, other: bytes) -> bytes:
        """End the archive, and put it behind another one, which may be compressed. An archive
        begins at a multiple of four bytes."""
        return other + bytes(-len(other) % 4) + self.finish()
