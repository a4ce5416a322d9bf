# SPDX-License-Identifier: GPL-2.0-only
"""QEMU's command line for a guest, and the files that QEMU is given."""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
from pathlib import Path

from cpio import Archive
from env import BUILD, RIG, TOP, CannotStart
from plan import Plan, qemu_program

VIRTIO_PCI = """
    -device virtio-blk-pci,drive=d0,disable-legacy=on,iommu_platform=on
    -device virtio-net-pci,netdev=n0,disable-legacy=on,iommu_platform=on,romfile=
    -device virtio-rng-pci,disable-legacy=on,iommu_platform=on"""
VIRTIO_MMIO = """
    -global virtio-mmio.force-legacy=false
    -device virtio-blk-device,drive=d0,iommu_platform=on,bus=virtio-mmio-bus.0
    -device virtio-net-device,netdev=n0,iommu_platform=on,bus=virtio-mmio-bus.1
    -device virtio-rng-device,iommu_platform=on,bus=virtio-mmio-bus.2"""


def join(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def command(plan: Plan) -> list[str]:
    """The command line. `timeout` ends QEMU, which holds the guest's lock, even if the rig was
    killed. A program that `timeout` has started cannot read from a terminal."""
    guest = plan.guest
    limit = [] if plan.interactive else ["timeout", "-k", "5", str(plan.bound + 15)]
    machine = [*limit, qemu_program(guest.arch),
               "-M", guest.machine, "-accel", "tcg", "-cpu", guest.cpu, "-m", guest.memory,
               *guest.qemu.replace("{directory}", str(plan.directory)).split(),
               "-nodefaults", "-display", "none", "-no-reboot", "-monitor", "none"]
    return machine + (_host(plan) if guest.nested else _guest(plan))


def _guest(plan: Plan) -> list[str]:
    guest, directory = plan.guest, plan.directory
    devicetree = ["-fw_cfg", f"name=opt/cc-dma/devicetree,file={directory}/devicetree.dtb"]
    serial = "mon:stdio" if plan.interactive else f"file:{directory}/console.log"
    return ["-smp", str(guest.cpus), "-serial", serial, *_kernel(plan, plan.initrd),
            *(devicetree if guest.devicetree else []),
            "-append", join(f"console={guest.console} panic=-1 printk.devkmsg=on", guest.cmdline,
                            guest.append),
            *_disk(directory), *_more_disks(plan), "-netdev", "user,id=n0",
            *(VIRTIO_MMIO if guest.transport == "mmio" else VIRTIO_PCI).split(),
            "-device", "edu,dma_mask=0xffffffffffffffff"]


def _host(plan: Plan) -> list[str]:
    """The console of the host is host.log, that of the guest is console.log. The VMM ends a guest
    that hangs before QEMU is ended, and reports how far its devices came. A host that warns is
    ended at once: KVM may warn at each entry of the guest."""
    guest, directory = plan.guest, plan.directory
    vmm = join(f"-c {guest.cpus}", guest.vmm, "-f devicetree.dtb" if guest.devicetree else "",
               f"-t {plan.bound * 3 // 4} console=ttyS0 panic=-1 printk.devkmsg=on", guest.append)
    return ["-serial", f"file:{directory}/host.log", *_kernel(plan, directory / "host.initrd"),
            "-append", join(f"console={guest.console} panic=-1 printk.devkmsg=on kunit.enable=0 "
                            f"panic_on_warn=1", guest.host, "rdinit=/host/init --", vmm),
            *_disk(directory), "-device", "virtio-blk-pci,drive=d0,disable-legacy=on",
            "-device", "virtio-rng-pci,disable-legacy=on",
            "-chardev", f"file,id=guest,path={directory}/console.log",
            "-device", "virtio-serial-pci,disable-legacy=on",
            "-device", "virtserialport,chardev=guest,name=guest"]


def _kernel(plan: Plan, initrd: Path) -> list[str]:
    """How the kernel starts: as a module of x86's monitor, which has a console of its own; by
    arm64's monitor, which takes it from QEMU; or at EL1, without a monitor."""
    monitor = plan.guest.monitor
    if plan.guest.arch == "x86":
        return ["-kernel", f"{BUILD}/monitor/x86/monitor.elf",
                "-initrd", f"{plan.image} {monitor},{initrd}",
                "-debugcon", f"file:{plan.directory}/monitor.log"]
    options = ["-kernel", str(plan.image), "-initrd", str(initrd)]
    if monitor:
        options += ["-bios", f"{BUILD}/monitor/arm64/monitor.bin",
                    "-fw_cfg", f"name=opt/cc-dma/monitor,string={monitor}"]
    return options


def _disk(directory: Path) -> list[str]:
    """A flush of the guest does not wait for the machine's disk, which others keep busy."""
    return ["-drive", f"if=none,id=d0,format=raw,file={directory}/disk.img,cache=unsafe"]


def _more_disks(plan: Plan) -> list[str]:
    """Drives d1, d2 and so on, for devices that the guest's section describes."""
    options = []
    for number in range(1, plan.guest.disks + 1):
        file = f"{plan.directory}/disk{number}.img"
        options += ["-drive",
                    f"if=none,id=d{number},format=raw,file={file},cache=unsafe,readonly=on"]
    return options


def _copy_disks(plan: Plan) -> None:
    """The first disk is the image. Disk N is the image, rotated by N MiB: no two disks have the
    same data at one place, so that a check which is given data of another disk fails."""
    image = (plan.files / "disk.img").read_bytes()
    (plan.directory / "disk.img").write_bytes(image)
    for number in range(1, plan.guest.disks + 1):
        at = number << 20
        (plan.directory / f"disk{number}.img").write_bytes(image[at:] + image[:at])


def prepare(plan: Plan) -> list[str]:
    """Write the files that the guest starts with, and return the command line."""
    directory = plan.directory
    _copy_disks(plan)
    if plan.guest.devicetree:
        _compile_devicetree(plan)
    if plan.guest.nested:
        _make_host_initrd(plan)
    if plan.starts_again:
        _make_kexec_initrd(plan)
    line = command(plan)
    (directory / "command").write_text(shlex.join(line) + "\n")
    return line


def _compile_devicetree(plan: Plan) -> None:
    """The nodes that the guest has on top of those of its machine. The compiler is the kernel's."""
    source = RIG / f"{plan.guest.devicetree}.dts"
    dtc = BUILD / "o" / plan.guest.kernel / "scripts/dtc/dtc"
    _run([str(dtc), "-q", "-I", "dts", "-O", "dtb", "-o", f"{plan.directory}/devicetree.dtb",
          str(source)], f"{source.name} does not compile")


def _make_host_initrd(plan: Plan) -> None:
    """What the host starts with: the guest's files, and the kernel, the initrd and the VMM for the
    guest."""
    directory, vmm = plan.directory, plan.files / "vmm"
    initrd = plan.files / "initrd.gz"
    pvm = TOP / "tools/testing/pvm"
    files = [("init", pvm / "init", 755), ("pvm", vmm / "pvm", 755), ("kexec", _kexec(plan), 755),
             ("Image", plan.image, 644), ("initrd.gz", initrd, 644)]
    if plan.guest.devicetree:
        files.append(("devicetree.dtb", directory / "devicetree.dtb", 644))
    spec = directory / "host.spec"
    spec.write_text("dir /host 755 0 0\n" + "".join(
        f"file /host/{name} {path} {mode} 0 0\n" for name, path, mode in files))
    gen_init_cpio = BUILD / "o" / plan.guest.kernel / "usr/gen_init_cpio"
    with open(directory / "host.initrd", "wb") as output:
        output.write(_run([str(gen_init_cpio), str(spec)],
                          f"no initrd for the host of {plan.name}"))
        output.write(initrd.read_bytes())


def _make_kexec_initrd(plan: Plan) -> None:
    """The guest's files, and the kernel and the initrd that it starts by kexec. The initrd is so
    large that kexec places a part of it on pages that the first kernel has shared."""
    initrd = (plan.files / "initrd.gz").read_bytes()
    content = b"".join(b"line %08d of a file that survives kexec\n" % line
                       for line in range(400000))
    again = Archive()
    again.file("etc/again", content)
    again.file("etc/again.sha256", f"{hashlib.sha256(content).hexdigest()}  -\n".encode())
    archive = Archive()
    archive.file("kexec", _kexec(plan).read_bytes(), 0o755)
    archive.file("Image", plan.image.read_bytes())
    archive.file("initrd.gz", again.after(initrd))
    plan.initrd.write_bytes(archive.after(initrd))


def _kexec(plan: Plan) -> Path:
    program = plan.files / "kexec"
    if not program.is_file():
        raise CannotStart(f"no kexec in {program}: run make initrd")
    return program


def _run(line: list[str], message: str) -> bytes:
    try:
        return subprocess.run(line, check=True, capture_output=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", b"").decode(errors="replace").strip()
        raise CannotStart(message, *(said.splitlines()[-3:] or [str(error)])) from error


def require_program(arch: str) -> str:
    """The QEMU for the architecture; PATH includes /usr/sbin as in the shell tools."""
    program = qemu_program(arch)
    if not shutil.which(program):
        raise CannotStart(f"{program} is not installed",
                          "run tools/setup/packages, or name a QEMU with QEMU= or QEMU_ARM64=")
    return program


def version(program: str) -> str:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    return f"{os.path.basename(program)}: {said.stdout.partition(chr(10))[0]}"
