# SPDX-License-Identifier: GPL-2.0-only
"""Kernels that were not built here: find them, and create the files that a guest boots from.

build/guest/foreign-ARCH-KEY has the image, the initrd, the disk and kernel.json. The directory does
not change after it was made: guests may be running from it. build/guest/foreign-ARCH.names has the
directory of each name of a kernel."""

from __future__ import annotations

import dataclasses
import gzip
import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import image
import modules
from cpio import Archive
from env import BUILD, CANNOT_START, TOP, CannotStart, Error, lock, say, short
from guests import Guest

DRIVERS = ("virtio_pci", "virtio_mmio", "virtio_blk", "virtio_net", "virtio_rng", "virtio_scsi",
           "virtio_balloon", "nvme", "megaraid_sas", "sym53c8xx", "sd_mod", "e1000e")
DISTRIBUTION = "debian"
ARCHITECTURES = ("x86", "arm64")
# Features of guests that need a program or a module of ours, with what it does
_OURS = {"kexec": "a program of ours starts the second kernel",
         "kdump": "a program of ours loads the crash kernel",
         "stress": "a module of ours bounces buffers",
         "hold": "a module of ours holds the secret"}
_CACHE_KEY = ("foreign.py", "modules.py", "image.py", "cpio.py")


@dataclass(frozen=True)
class Kernel:
    """`name` is what the user calls the kernel, `path` the image. `options` are those of the
    kernel's configuration that are y or m, or None if no configuration was found."""

    name: str
    path: str
    arch: str
    version: str
    drivers: tuple[str, ...]
    options: tuple[str, ...] | None
    key: str = ""


def directory(name: str, arch: str) -> Path:
    """Where the kernel of that name was prepared."""
    key = _names(arch).get(name)
    if not key:
        raise CannotStart(f"the kernel '{name}' is not prepared for {arch}",
                          f"run: make foreign KERNEL='{name}'")
    return BUILD / "guest" / f"foreign-{arch}-{key}"


def _names_file(arch: str) -> Path:
    return BUILD / "guest" / f"foreign-{arch}.names"


def _names(arch: str) -> dict[str, str]:
    try:
        return dict(json.loads(_names_file(arch).read_text()))
    except (OSError, ValueError):
        return {}


def prepare(name: str, selected: list[Guest]) -> list[Kernel]:
    """Provide the kernel of that name for the architectures of the guests."""
    distribution, _, version = name.partition(":")
    if distribution == DISTRIBUTION:
        arches = sorted({guest.arch for guest in selected if not _reason_against_any(guest)})
        if not arches:
            raise CannotStart("none of the guests can run a kernel that was not built here")
        return [_prepare(name, _fetch(version or "newest", arch)) for arch in arches]
    return [_prepare(name, _image_in(Path(name).expanduser()))]


def load(name: str) -> dict[str, Kernel]:
    """The kernels of that name that were prepared, by architecture."""
    found = {}
    for arch in ARCHITECTURES:
        if name in _names(arch) and (kernel := _read(directory(name, arch))):
            found[arch] = kernel
    if not found:
        raise CannotStart(f"the kernel '{name}' is not prepared",
                          f"run: make foreign KERNEL='{name}'")
    return found


def reason_against(guest: Guest, kernel: Kernel | None, name: str) -> str:
    """Why the guest cannot run the kernel of that name, or an empty string. There is no kernel for
    the guest's architecture if it is None."""
    if reason := _reason_against_any(guest):
        return reason
    if not kernel:
        return f"the kernel '{name}' is not for {guest.arch}"
    return reason_against_version(guest, kernel.version, kernel.options)


def _reason_against_any(guest: Guest) -> str:
    if guest.nested:
        return "the host of this guest is a kernel of ours"
    if guest.arch not in ARCHITECTURES:
        return f"it is for {guest.arch}"
    for feature, reason in _OURS.items():
        if feature in guest.features:
            return reason
    if guest.symbols:
        return f"it needs a module of ours, and a kernel with {guest.symbols}()"
    return "its device tree is for our tests" if guest.devicetree else ""


def reason_against_version(guest: Guest, version: str, options: Collection[str] | None) -> str:
    """Why a kernel of that version and configuration does not support the guest's platform."""
    if guest.since and _number(version) < _number(guest.since):
        return f"Linux {version} is older than {guest.since}"
    if options is not None:
        for option in guest.config.split():
            if option not in options:
                return f"Linux {version} has no CONFIG_{option}"
    return ""


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall("[0-9]+", version)[:2])


def _fetch(version: str, arch: str) -> Path:
    answer = _names_file(arch).with_suffix(".path")
    answer.parent.mkdir(parents=True, exist_ok=True)
    _tool("tools/setup/debkernel", version, arch, str(answer))
    return Path(answer.read_text().strip())


def _tool(*line: str) -> None:
    """Run a tool that prints its own messages."""
    if subprocess.run([str(TOP / line[0]), *line[1:]], check=False).returncode:
        raise SystemExit(CANNOT_START)


def _image_in(path: Path) -> Path:
    """The image itself, or the only one in a directory or a package."""
    place = path
    if path.suffix == ".deb" and path.is_file():
        root = BUILD / "guest" / "foreign-deb"
        shutil.rmtree(root, ignore_errors=True)
        try:
            subprocess.run(["dpkg-deb", "-x", str(path), str(root)], check=True,
                           capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise CannotStart(f"{path}: not a package that dpkg-deb can unpack") from error
        place = root
    if not place.is_dir():
        return path
    images = [found for found in sorted(place.rglob("vmlinuz*")) if found.is_file()]
    if len(images) != 1:
        raise CannotStart(f"{path}: {len(images)} files vmlinuz*, not one", *map(str, images[:8]))
    return images[0]


def _prepare(name: str, path: Path) -> Kernel:
    found = image.read(path)
    _tool("tools/setup/packages", f"kernel-{found.arch}")
    if found.arch != "x86":
        _tool("tools/setup/busybox", found.arch)
    place = modules.directory(path, found.version)
    drivers, built_in = _drivers(place)
    kernel = Kernel(name, str(path), found.arch, found.version, tuple(sorted(drivers)),
                    _options(modules.config(path, found.version, place)))
    names = _names_file(found.arch)
    with lock(names.with_suffix(".lock"), f"kernels for {found.arch} in {short(names.parent)}"):
        key = _key(kernel, found.data, drivers)
        out = BUILD / "guest" / f"foreign-{found.arch}-{key[:12]}"
        kernel = dataclasses.replace(kernel, key=key)
        if _read(out):
            say("INITRD", f"{short(out)}/initrd.gz is up to date for Linux {found.version}")
        else:
            say("INITRD", f"{short(out)}/initrd.gz for Linux {found.version}")
            _make(out, kernel, found.data, drivers, built_in)
            (out / "kernel.json").write_text(json.dumps(dataclasses.asdict(kernel), indent=1)
                                             + "\n")
        new = names.with_suffix(".new")
        new.write_text(json.dumps({**_names(found.arch), name: key[:12]}, indent=1) + "\n")
        new.rename(names)
    say("SKIP", f"our own modules: they are not built for Linux {found.version}")
    if not place:
        say("SKIP", f"drivers that are modules: no modules of {found.version} near {path}")
    return kernel


def _drivers(place: Path | None) -> tuple[dict[str, bytes], list[Path]]:
    if not place:
        return {}, []
    available = modules.Modules(place)
    drivers: dict[str, bytes] = {}
    for driver in DRIVERS:
        drivers |= available.load(driver)
    return drivers, list(available.built_in())


def _options(config: Path | None) -> tuple[str, ...] | None:
    if not config:
        return None
    return tuple(re.findall("^CONFIG_([A-Z0-9_]+)=[ym]$", config.read_text(), re.M))


def _busybox(arch: str) -> Path:
    """Where tools/arch and tools/setup/busybox have it."""
    return Path(_shell('. "$1/tools/arch/$2"; echo "$busybox"', arch).strip())


def _shell(command: str, argument: str) -> str:
    """Run a command that uses tools/lib.sh. $1 is the checkout, $2 the argument."""
    said = subprocess.run(["bash", "-c", f'. "$1/tools/lib.sh"; {command}', "-", str(TOP),
                           argument], check=True, capture_output=True, text=True)
    return said.stdout


def _programs() -> dict[str, Path]:
    """The first program of the guest, and the files that it sources, by name in the initrd."""
    guest = TOP / "tools/testing/guest"
    return {"init": guest / "init",
            **{f"rig/{path.name}": path for path in sorted((guest / "lib").glob("*.sh"))}}


def _key(kernel: Kernel, data: bytes, drivers: dict[str, bytes]) -> str:
    """A hash of the image, the drivers, the programs of the guest and the code of the rig."""
    digest = hashlib.sha256(data)
    here = Path(__file__).parent
    for content in (*(drivers[name] for name in sorted(drivers)),
                    *((here / name).read_bytes() for name in _CACHE_KEY),
                    *(path.read_bytes() for path in _programs().values()),
                    _busybox(kernel.arch).read_bytes()):
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()


def _make(out: Path, kernel: Kernel, data: bytes, drivers: dict[str, bytes],
          built_in: list[Path]) -> None:
    root = out / "root"
    shutil.rmtree(out, ignore_errors=True)
    target = root / "lib/modules" / kernel.version
    target.mkdir(parents=True)
    for name, content in drivers.items():
        (target / name).write_bytes(content)
    for path in built_in:
        shutil.copyfile(path, target / path.name)
    try:
        subprocess.run(["depmod", "-b", str(root), kernel.version], check=True,
                       capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Error(f"depmod failed: {getattr(error, 'stderr', error)!r}") from error
    _shell('make_disk "$2"', str(out))
    archive = Archive()
    archive.console()
    for name, path in _programs().items():
        archive.file(name, path.read_bytes(), 0o755)
    archive.file("bin/busybox", _busybox(kernel.arch).read_bytes(), 0o755)
    archive.file("etc/foreign", b"")
    archive.file("etc/disk.sha256", (out / "disk.sha256").read_bytes())
    archive.file("etc/written", f"written by the guest {'.':>4075}".encode())
    for path in sorted(target.iterdir()):
        archive.file(str(path.relative_to(root)), path.read_bytes())
    (out / "initrd.gz").write_bytes(gzip.compress(archive.finish(), 6, mtime=0))
    (out / "image").write_bytes(data)


def _read(out: Path) -> Kernel | None:
    try:
        data = json.loads((out / "kernel.json").read_text())
        data["drivers"] = tuple(data["drivers"])
        if data["options"] is not None:
            data["options"] = tuple(data["options"])
        return Kernel(**data)
    except (OSError, ValueError, KeyError, TypeError):
        return None
