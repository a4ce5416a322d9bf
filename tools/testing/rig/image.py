# SPDX-License-Identifier: GPL-2.0-only
"""Images of kernels that were not built here: what they are, and what QEMU can start."""

from __future__ import annotations

import gzip
import lzma
import re
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path

from env import CannotStart

_BANNER = re.compile(rb"Linux version ([^ \0]+) \(")


@dataclass(frozen=True)
class Image:
    """`data` is what the monitors take: a bzImage, or an arm64 Image that is not compressed."""

    arch: str
    version: str
    data: bytes


def decompress(data: bytes, kind: str) -> bytes:
    """Decompress gzip, xz, lzma or zstd. The standard library of Python 3.11 has no zstd."""
    if kind == "gzip":
        return gzip.decompress(data)
    if kind in ("xz", "lzma"):
        return lzma.decompress(data)
    if kind == "zstd":
        try:
            return subprocess.run(["zstd", "-dc"], input=data, check=True,
                                  capture_output=True).stdout
        except FileNotFoundError as error:
            raise CannotStart("zstd is not installed", "install the package zstd") from error
        except subprocess.CalledProcessError as error:
            raise ValueError("damaged zstd data") from error
    raise ValueError(f"unknown compression '{kind}'")


def read(path: Path) -> Image:
    """Read a bzImage (Documentation/arch/x86/boot.rst) or an arm64 Image
    (Documentation/arch/arm64/booting.rst), which may be an Image.gz or an EFI zboot image."""
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise CannotStart(f"there is no kernel '{path}'") from error
    except OSError as error:
        raise CannotStart(f"{path}: {error.strerror}") from error
    try:
        return _parse(_unpack(data))
    except (ValueError, EOFError, OSError, lzma.LZMAError, struct.error) as error:
        raise CannotStart(f"{path}: {error}") from error


def _unpack(data: bytes) -> bytes:
    if data[:2] == b"\x1f\x8b":
        return gzip.decompress(data)
    if data[:2] == b"MZ" and data[4:8] == b"zimg":
        offset, size = struct.unpack_from("<II", data, 8)
        kind = data[24:56].split(b"\0")[0].decode(errors="replace")
        if len(data) < offset + size:
            raise ValueError(f"truncated image: {len(data)} bytes of {offset + size}")
        return decompress(data[offset:offset + size], kind)
    return data


def _parse(data: bytes) -> Image:
    if data[0x202:0x206] == b"HdrS":
        setup_sects, = struct.unpack_from("<B", data, 0x1f1)
        syssize, = struct.unpack_from("<I", data, 0x1f4)
        # 0 means 4, and syssize is in units of 16 bytes
        _require(data, ((setup_sects or 4) + 1) * 512 + syssize * 16)
        version, = struct.unpack_from("<H", data, 0x20e)
        text = data[version + 0x200:version + 0x300].split(b" ")[0]
        return Image("x86", text.decode(errors="replace"), data)
    if data[56:60] == b"ARM\x64":
        if data[:2] == b"MZ":
            _require(data, _end_of_sections(data))
        banner = _BANNER.search(data)
        if not banner:
            raise ValueError("no version in this arm64 kernel")
        return Image("arm64", banner[1].decode(errors="replace"), data)
    if data[:4] == b"\x7fELF":
        raise ValueError("an ELF file: specify the bzImage or the Image that the build creates "
                         "from it")
    raise ValueError("not a Linux kernel for x86 or arm64")


def _require(data: bytes, size: int) -> None:
    if len(data) < size:
        raise ValueError(f"truncated image: {len(data)} bytes of {size}")


def _end_of_sections(data: bytes) -> int:
    """Where the last section of a PE file ends. The file of an arm64 kernel does not have its
    length anywhere else."""
    header, = struct.unpack_from("<I", data, 0x3c)
    count, = struct.unpack_from("<H", data, header + 6)
    optional, = struct.unpack_from("<H", data, header + 20)
    end = 0
    for number in range(count):
        size, offset = struct.unpack_from("<II", data, header + 24 + optional + number * 40 + 16)
        end = max(end, offset + size)
    return end
