#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Kernels that were not built here: image formats, layouts of modules, archives."""

from __future__ import annotations

import sys

sys.dont_write_bytecode = True

import gzip
import lzma
import shutil
import struct
import subprocess
import tempfile
import unittest
from pathlib import Path

import checks
import conversions
import env
import features
import foreign
import guests
import image
import judge
import ktap
import modules
import tree
from cpio import Archive

VERSION = "6.99.0-test"


def arm64_image(size: int = 8192) -> bytes:
    """The headers of an arm64 Image with one PE section that ends with the file."""
    data = bytearray(size)
    data[0:2] = b"MZ"
    data[56:60] = b"ARM\x64"
    struct.pack_into("<I", data, 0x3c, 64)
    data[64:68] = b"PE\0\0"
    struct.pack_into("<H", data, 64 + 6, 1)
    struct.pack_into("<H", data, 64 + 20, 16)
    struct.pack_into("<II", data, 64 + 24 + 16 + 16, size - 4096, 4096)
    banner = f"Linux version {VERSION} (someone@somewhere)".encode()
    data[5000:5000 + len(banner)] = banner
    return bytes(data)


def zboot(payload: bytes, kind: str) -> bytes:
    header = bytearray(64)
    header[0:2] = b"MZ"
    header[4:8] = b"zimg"
    struct.pack_into("<II", header, 8, 64, len(payload))
    header[24:24 + len(kind)] = kind.encode()
    return bytes(header) + payload


def bzimage(sects: int = 4, paragraphs: int = 64) -> bytes:
    data = bytearray((sects + 1) * 512 + paragraphs * 16)
    data[0x1f1] = sects
    struct.pack_into("<I", data, 0x1f4, paragraphs)
    data[0x202:0x206] = b"HdrS"
    struct.pack_into("<H", data, 0x20e, 0x300)
    text = f"{VERSION} (someone@somewhere) #1\0".encode()
    data[0x500:0x500 + len(text)] = text
    return bytes(data)


def module(depends: str) -> bytes:
    return b"\x7fELF...\0license=GPL\0depends=" + depends.encode() + b"\0name=x\0"


class Foreign(unittest.TestCase):
    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory(prefix="cc-dma.")
        self.addCleanup(directory.cleanup)
        self.tmp = Path(directory.name)

    def write(self, name: str, content: bytes = b"") -> Path:
        path = self.tmp / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def expect(self, content: bytes, arch: str, plain: bytes | None = None) -> None:
        found = image.read(self.write("image", content))
        self.assertEqual((found.arch, found.version), (arch, VERSION))
        self.assertEqual(found.data, plain if plain is not None else content)

    def expect_error(self, content: bytes, message: str) -> None:
        with self.assertRaisesRegex(env.CannotStart, message) as caught:
            image.read(self.write("image", content))
        self.assertEqual(caught.exception.code, 125)

    def test_formats(self) -> None:
        plain = arm64_image()
        self.expect(plain, "arm64")
        self.expect(gzip.compress(plain), "arm64", plain)
        self.expect(zboot(gzip.compress(plain), "gzip"), "arm64", plain)
        self.expect(zboot(lzma.compress(plain), "xz"), "arm64", plain)
        self.expect(zboot(lzma.compress(plain, lzma.FORMAT_ALONE), "lzma"), "arm64", plain)
        self.expect(bzimage(), "x86")
        # 0 sectors mean 4
        zero = bytearray(bzimage())
        zero[0x1f1] = 0
        self.expect(bytes(zero), "x86")

    @unittest.skipUnless(shutil.which("zstd"), "zstd is not installed")
    def test_zstd(self) -> None:
        plain = arm64_image()
        packed = subprocess.run(["zstd", "-c"], input=plain, check=True, capture_output=True)
        self.expect(zboot(packed.stdout, "zstd"), "arm64", plain)
        self.expect_error(zboot(b"nothing", "zstd"), "damaged zstd data")

    def test_bad_images(self) -> None:
        self.expect_error(b"", "not a Linux kernel")
        self.expect_error(b"x" * 4096, "not a Linux kernel")
        self.expect_error(b"\x7fELF" + bytes(4096), "an ELF file")
        self.expect_error(arm64_image()[:-1], "truncated image: 8191 bytes of 8192")
        self.expect_error(bzimage()[:-1], "truncated image: 3583 bytes of 3584")
        self.expect_error(gzip.compress(arm64_image())[:-9], "Compressed file ended")
        self.expect_error(zboot(lzma.compress(arm64_image()), "xz")[:-1], "truncated image")
        self.expect_error(zboot(lzma.compress(arm64_image())[:-9], "xz"), "image: ")
        self.expect_error(zboot(b"payload", "lz5"), "unknown compression 'lz5'")
        self.expect_error(arm64_image().replace(b"Linux version", b"Linux-version"), "no version")
        with self.assertRaisesRegex(env.CannotStart, "there is no kernel"):
            image.read(self.tmp / "nothing")

    def test_layouts(self) -> None:
        for kernel, place in (
                ("a/boot/vmlinuz-V", f"a/lib/modules/{VERSION}"),
                ("b/boot/vmlinuz-V", f"b/usr/lib/modules/{VERSION}"),
                (f"c/usr/lib/modules/{VERSION}/vmlinuz", f"c/usr/lib/modules/{VERSION}"),
                ("d/vmlinuz", f"d/lib/modules/{VERSION}"),
                ("e/arch/arm64/boot/Image", f"e/lib/modules/{VERSION}")):
            path = self.write(kernel)
            (self.tmp / place / "kernel").mkdir(parents=True)
            found = modules.directory(path, VERSION)
            self.assertEqual(found and found.resolve(), (self.tmp / place).resolve(), kernel)
        self.assertIsNone(modules.directory(self.write("f/vmlinuz"), VERSION))

    def test_modules(self) -> None:
        place = self.tmp / "m"
        self.write("m/kernel/net/virtio_net.ko.xz", lzma.compress(module("net-failover,other")))
        self.write("m/kernel/net/net_failover.ko.gz", gzip.compress(module("failover")))
        self.write("m/kernel/net/failover.ko", module(""))
        self.write("m/kernel/char/virtio-rng.ko", module("virtio_net"))
        self.write("m/modules.builtin", b"kernel/other.ko\n")
        available = modules.Modules(place)
        self.assertEqual(set(available.load("virtio_net")),
                         {"virtio_net.ko", "net_failover.ko", "failover.ko"})
        self.assertEqual(available.load("virtio_rng")["failover.ko"], module(""))
        self.assertEqual(available.load("virtio_blk"), {})
        self.assertEqual([path.name for path in available.built_in()], ["modules.builtin"])

    def test_config(self) -> None:
        kernel = self.write("boot/vmlinuz")
        self.assertIsNone(modules.config(kernel, VERSION, None))
        place = self.tmp / "lib/modules" / VERSION
        place.mkdir(parents=True)
        path = self.write(f"boot/config-{VERSION}", b"CONFIG_A=y\n# CONFIG_B is not set\n"
                                                     b"CONFIG_C=m\nCONFIG_D=12\n")
        self.assertEqual(modules.config(kernel, VERSION, None), path)
        self.assertEqual(foreign._options(path), ("A", "C"))
        self.assertEqual(modules.config(self.write("x/vmlinuz"), VERSION, place), path)

    def test_reasons(self) -> None:
        vocabulary = features.load()
        known = guests.load(vocabulary)

        def reason(guest: str, version: str, *options: str, config: bool = True) -> str:
            kernel = foreign.Kernel("k", "p", known[guest].arch, version, (),
                                    options if config else None)
            return foreign.reason_against(known[guest], kernel, "k")

        self.assertEqual(reason("plain", "6.12.1"), "")
        self.assertEqual(reason("sev", "6.12.1", "AMD_MEM_ENCRYPT"), "")
        self.assertIn("has no CONFIG_AMD_MEM_ENCRYPT", reason("snp", "6.12.1"))
        self.assertEqual(reason("snp", "6.12.1", config=False), "")
        self.assertIn("has no CONFIG_INTEL_TDX_GUEST", reason("tdx", "6.12.1", "AMD_MEM_ENCRYPT"))
        self.assertIn("older than 6.13", reason("cca", "6.12.117+deb13-arm64"))
        self.assertEqual(reason("cca", "6.13.0-rc1"), "")
        self.assertEqual(reason("cca", "10.1"), "")
        self.assertIn("host", reason("pkvm-host", "7.3", "ARM_PKVM_GUEST"))
        self.assertIn("device tree", reason("cca-firmware", "7.3"))
        self.assertIn("second kernel", reason("cca-kexec", "7.3"))
        self.assertIn("crash kernel", reason("cca-kdump", "7.3"))
        self.assertIn("i386", reason("i386", "7.3"))
        self.assertIn("bounces buffers", reason("arm64-debug-stress", "7.3"))
        self.assertIn("device_cc_accept()", reason("cca-accepted", "7.3"))

    def test_tree(self) -> None:
        directory = self.write(".config", b"CONFIG_A=y\nCONFIG_M=m\n# CONFIG_N is not set\n").parent
        self.write("System.map", b"ffffffff81000000 T dma_map\n0000 A _end\n")
        with self.assertRaisesRegex(env.CannotStart, "no kernel in"):
            tree.read(directory)
        self.write(".release", b"7.3.4\n")
        kernel = tree.read(directory)
        self.assertEqual(kernel.release, "7.3.4")

        def lacks(options: str = "", symbols: str = "") -> str:
            return kernel.lacks(checks.Check("suite.case", (), "", options, symbols))

        self.assertEqual(lacks(), "")
        self.assertEqual(lacks("A M", "dma_map _end"), "")
        self.assertEqual(lacks("A N"), "CONFIG_N is off")
        self.assertEqual(lacks("A", "dma_map dma_unmap"), "no dma_unmap()")

    def test_kexec(self) -> None:
        """Pages that stay shared over kexec are counted."""
        def trace(first: int, last: int, state: str) -> str:
            return f"monitor: trace: 0x{first:x}000-0x{last:x}fff becomes {state}, pc 0x0"

        start = ["Linux version 1", trace(1, 8, "shared"), "kexec_core: Starting new kernel"]
        second = [trace(64, 65, "shared"), "Linux version 1"]
        count = conversions.shared_over_kexec
        self.assertIsNone(count(start))
        self.assertIsNone(count(["Linux version 1", trace(1, 8, "shared"), "Linux version 1"]))
        self.assertEqual(count([*start, *second]), 8)
        self.assertEqual(count([*start, trace(1, 7, "private"), "Bye!", *second]), 1)
        self.assertEqual(count([*start, trace(1, 7, "private"), "Bye!", trace(8, 8, "private"),
                                *second]), 0)
        # a second kernel that shares the same pages again
        again = [line for page in range(1, 9)
                 for line in (trace(page, page, "private"), trace(page, page, "shared"))]
        self.assertEqual(count([*start, *again, *second]), 7)

    def test_kexec_on_x86(self) -> None:
        """The count is that of the monitor when the second kernel starts, in its first place."""
        def start(shared: int, pending: int) -> str:
            return (f"monitor: trace: a kernel starts: {shared} pages are shared, {pending} are "
                    "private and not accepted, pc 0x0")

        kernels = ["Linux version 1", "Linux version 1"]
        count = conversions.unknown_at_start
        self.assertEqual(count([*kernels, start(0, 0), start(512, 0), start(0, 0), start(9, 9)]), 0)
        self.assertEqual(count([*kernels, start(0, 0), start(5, 2)]), 7)
        self.assertIsNone(count([*kernels, start(0, 0), start(512, 0), start(0, 0)]))
        self.assertIsNone(count(kernels))
        self.assertIsNone(count([kernels[0], start(0, 0), start(0, 0)]))

    def test_other_kernel(self) -> None:
        """What a kernel that is not ours may leave out, and what not."""
        cases = {name: ktap.Case(name, result, "") for name, result in (
            ("virtio.block_read", "PASS"), ("virtio.net_ping", "SKIP"), ("visible.pools", "SKIP"),
            ("edu.streaming", "FAIL"), ("new.check", "PASS"))}
        expected = {"virtio.block_read": "PASS", "virtio.net_ping": "PASS", "visible.pools": "PASS",
                    "edu.streaming": "SKIP", "edu.coherent": "PASS", "dma.state": "PASS"}
        wanted = judge._of_other_kernel(expected, {"dma.state": "no dma_state()"}, cases)
        self.assertEqual(wanted, {
            "virtio.block_read": "PASS", "virtio.net_ping": "PASS", "visible.pools": "SKIP",
            "edu.streaming": "PASS", "edu.coherent": "PASS", "dma.state": "SKIP",
            "new.check": "PASS"})
        self.assertEqual((cases["dma.state"].result, cases["dma.state"].message),
                         ("SKIP", "no dma_state()"))
        self.assertNotIn("edu.coherent", cases)

    def test_directory_with_images(self) -> None:
        with self.assertRaisesRegex(env.CannotStart, "0 files vmlinuz"):
            foreign._image_in(self.tmp)
        path = self.write("usr/lib/modules/1/vmlinuz", bzimage())
        self.assertEqual(foreign._image_in(self.tmp), path)
        self.write("boot/vmlinuz-2", bzimage())
        with self.assertRaisesRegex(env.CannotStart, "2 files vmlinuz"):
            foreign._image_in(self.tmp)
        with self.assertRaisesRegex(env.CannotStart, "not a package"):
            foreign._image_in(self.write("x.deb", b"nothing"))

    def test_archive(self) -> None:
        archive = Archive()
        archive.console()
        archive.file("etc/odd", b"123")
        archive.file("lib/modules/v/x.ko", b"4567", 0o755)
        said = subprocess.run(["busybox", "cpio", "-tv"], input=archive.finish(), check=True,
                              capture_output=True, text=False)
        lines = said.stdout.decode().splitlines()
        names = [line.split()[-1] for line in lines]
        self.assertEqual(names, ["dev", "dev/console", "etc", "etc/odd", "lib", "lib/modules",
                                 "lib/modules/v", "lib/modules/v/x.ko"])
        self.assertTrue(lines[1].startswith("crw-------"), lines[1])
        self.assertTrue(lines[-1].startswith("-rwxr-xr-x"), lines[-1])


if __name__ == "__main__":
    unittest.main()
