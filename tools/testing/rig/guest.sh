# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Boot one guest and wait for it within bounds. To be sourced by run; guest
# descriptions (guests/*) set the variables used here.
# shellcheck disable=SC2154,SC2034,SC2054

rig=$top/tools/testing/rig
# shellcheck source=nested.sh
. "$rig/nested.sh"

# load_guest GUEST: what its description says, and what of it is the same for
# most guests
load_guest()
{
	name=$1
	unset arch kernel qemu monitor platform host vmm
	append='' skip='' patience=1 refused=0 says='' transport=pci processors=1 group=default
	edu_mask=0xffffffffffffffff devicetree=''
	# shellcheck source=guests/sev
	. "$rig/guests/$name"
	kernel=${kernel:-$arch}
	# shellcheck source=../../arch/x86
	. "$top/tools/arch/$arch"
}

# list_guests GROUPS: the guests that say they are of one of these groups; "all" is those
# of everyday (default) and those with a kernel that is watched ("debug", of which
# debug-x86 and debug-arm64 are parts). The others have rare combinations (matrix), large
# pages (pages), are of a real pKVM host (host), or must fail (negative).
list_guests()
{
	local all
	mapfile -t all < <(cd "$rig/guests" && echo * | tr ' ' '\n')
	for name in "${all[@]}"; do
		load_guest "$name"
		case " $1 ",$group in
		*" $group "*|*" all "*,default|*" all "*,debug-*|*" debug "*,debug-*) echo "$name" ;;
		esac
	done
}

# The kernel: one that was built here, or one that was brought along
kernel_file()
{
	echo "${foreign:-$build/o/$kernel${variant:+-$variant}/$image}"
}

# Where the guest's initrd and its disk are
guest_files()
{
	local name=$kernel
	[ -z "${foreign:-}" ] || name=foreign
	echo "$build/guest/$name"
}

# qemu_command GUEST-DIRECTORY: the command line, in the array $command. A flush of the
# guest's need not wait for a disk of ours that others keep busy.
qemu_command()
{
	local dir=$1 files=() virtio=()
	boot_files "$(kernel_file)" "$(guest_files)/initrd.gz" "$dir/monitor.log"
	[ -z "$devicetree" ] || files+=(-fw_cfg "name=opt/cc-dma/devicetree,file=$dir/devicetree.dtb")
	case $transport in
	pci)	virtio=(-device virtio-blk-pci,drive=d0,disable-legacy=on,iommu_platform=on
			-device virtio-net-pci,netdev=n0,disable-legacy=on,iommu_platform=on,romfile=
			-device virtio-rng-pci,disable-legacy=on,iommu_platform=on) ;;
	mmio)	virtio=(-global virtio-mmio.force-legacy=false
			-device virtio-blk-device,drive=d0,iommu_platform=on,bus=virtio-mmio-bus.0
			-device virtio-net-device,netdev=n0,iommu_platform=on,bus=virtio-mmio-bus.1
			-device virtio-rng-device,iommu_platform=on,bus=virtio-mmio-bus.2) ;;
	esac
	# shellcheck disable=SC2206
	# bounded even if nobody is left to end it: it holds the lock of the guest
	command=(timeout -k 5 "$((timeout * patience + 15))" "$(qemu_program)" $qemu
		-smp "$cpus" -nodefaults -display none -no-reboot
		-serial "file:$dir/console.log" -monitor none
		"${files[@]}"
		-append "console=$console panic=-1 printk.devkmsg=on${cmdline:+ $cmdline}${append:+ $append}"
		-drive "if=none,id=d0,format=raw,file=$dir/disk.img,cache=unsafe"
		-netdev user,id=n0
		"${virtio[@]}"
		-device "edu,dma_mask=$edu_mask")
}

# make_devicetree GUEST-DIRECTORY: devicetree.dtb, the nodes that the guest has on top
# of those of its machine, if its description names any. The compiler is the kernel's.
make_devicetree()
{
	[ -n "$devicetree" ] || return 0
	"$build/o/$kernel/scripts/dtc/dtc" -q -I dts -O dtb -o "$1/devicetree.dtb" \
		"$rig/$devicetree.dts" || die "$devicetree.dts does not compile"
}

# boot GUEST-DIRECTORY: run QEMU until the guest has powered off, or $timeout
# seconds, times the $patience that the guest needs, are over. Sets $seconds, and $ended
# to "finished" if the guest had said that it was done and QEMU ended well, else to what
# happened. A guest that has said all and cannot power off, as one with devices that
# hang, is "stuck".
boot()
{
	local dir=$1 start now deadline status bound=$((timeout * patience))
	local console_fd off_by unread

	cp "$(guest_files)/disk.img" "$dir/disk.img"
	: >"$dir/console.log"
	: >"$dir/monitor.log"
	rm -f "$dir"/{verdict,problems,results}
	make_devicetree "$dir"
	if [ -n "${host:-}" ]; then
		nested_command "$dir"
	else
		qemu_command "$dir"
	fi
	printf '%q ' "${command[@]}" >"$dir/command"
	start=${EPOCHREALTIME/./}
	deadline=$((start + bound * 1000000))
	set -m
	"${command[@]}" >"$dir/qemu.log" 2>&1 </dev/null &
	child=$!
	set +m
	exec {console_fd}<"$dir/console.log"
	ended='' off_by='' unread=''
	while [ -z "$ended" ]; do
		sleep 0.2
		now=${EPOCHREALTIME/./}
		if ! kill -0 "$child" 2>/dev/null; then
			ended=finished
		elif [ -n "$off_by" ] && [ "$now" -gt "$off_by" ]; then
			ended=stuck
		elif [ "$now" -gt "$deadline" ]; then
			ended="no end after $bound s"
		fi
		read_console
	done
	exec {console_fd}<&-
	seconds=$(((now - start) / 100000))
	seconds=${seconds%?}.${seconds: -1}
	[ "${seconds#.}" = "$seconds" ] || seconds=0$seconds

	kill -- "-$child" 2>/dev/null || true
	status=0
	wait "$child" 2>/dev/null || status=$?
	child=
	mend_console "$dir"
	[ "$ended" = finished ] || return 0
	if [ "$status" -ne 0 ]; then
		ended="QEMU ended with status $status: $(tail -n 1 "$dir/qemu.log")"
	elif ! grep -q 'rig: done' "$dir/console.log"; then
		ended="the guest was gone before it was done"
	fi
}

# mend_console GUEST-DIRECTORY: make lines whole that the monitor has written into
mend_console()
{
	awk -f "$rig/lines.awk" "$1/console.log" >"$1/console.new"
	mv "$1/console.new" "$1/console.log"
}

# read_console: what the guest has said since the last call. Say which suites have
# ended; once it is done it has ten seconds, times its patience and the number of guests
# that run, to power off. Builtins only: what is started here is taken from the guest.
read_console()
{
	local line

	while IFS= read -r -u "$console_fd" line; do
		line=${unread}${line%$'\r'}
		unread=
		if [[ $line =~ ^\[[^]]*\]\ ((not\ )?ok)\ [0-9]+\ ([a-z0-9_-]+)$ ]]; then
			say RIG "$name: ${BASH_REMATCH[3]}: ${BASH_REMATCH[1]}"
		elif [ -z "$off_by" ] && [[ $line = *'rig: done'* ]]; then
			off_by=$((now + patience * ${together:-1} * 10000000))
		fi
	done
	unread+=$line			# the start of a line that is still being written
}
