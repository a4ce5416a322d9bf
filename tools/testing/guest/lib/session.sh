# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC2034,SC2154
#
# Start the kernel again, or a command or a shell for a person

# On x86, firmware describes SEV-SNP to the kernel in a list that begins in the kernel's boot
# parameters. kexec_file_load() does not pass this list on. It copies parameters from the image.
keep_setup_data()
{
	params=/sys/kernel/boot_params/data
	[ ! -e $params ] || dd if=$params of=/Image bs=8 skip=74 seek=74 count=1 conv=notrunc 2>/dev/null
}

# read_first WHEN: use the disk. Some of its memory is still shared when the next kernel starts.
read_first()
{
	if bounded 10 block_read; then
		say "rig: the disk was read $1"
	else
		say "rig: $1: $(tr '\n' ' ' </tmp/out)"
	fi
}

# load_kernel OPTION... COMMAND-LINE
load_kernel()
{
	keep_setup_data
	/kexec "$@" >/tmp/out 2>&1 && return
	sed 's/^/rig: /' /tmp/out >/dev/kmsg
	return 1
}

start_again()
{
	read_first "before kexec"
	load_kernel -e "$(sed 's/kunit.enable=0 rig.kexec/rig.again/' /proc/cmdline)"
}

# For the table of the runner, where there is no edu to tell of its pool
report_pools()
{
	cat /sys/kernel/debug/*/io_tlb_pools /sys/kernel/debug/swiotlb/*/io_tlb_pools 2>/dev/null | awk '
		$3 + 0 > 0 {
			kib = $3 * 2
			print "rig: pool " (kib < 1024 ? kib " KiB " : kib / 1024 " MiB ") $2 >"/dev/kmsg"
		}'
}

# Run the script that `make run` or `make shell` has put here, with the drivers of all devices.
# The terminal of the console is the controlling one, so that Ctrl-C works.
session()
{
	for module in virtio_pci virtio_blk virtio_net virtio_rng; do
		modprobe "$module" 2>/dev/null
	done
	mount -t tracefs tracefs /sys/kernel/tracing 2>/dev/null
	ifconfig lo 127.0.0.1 up
	ifconfig eth0 10.0.2.15 netmask 255.255.255.0 up 2>/dev/null &&
		route add default gw 10.0.2.2
	console=/dev/$(sed 's/.*console=\([^ ,]*\).*/\1/' /proc/cmdline)
	dmesg -n 1		# nothing between the lines of the command
	echo "rig: command begins" >"$console"
	PS1='\h:\w# ' setsid sh -c "exec sh /etc/session <$console >$console 2>&1"
	echo "rig: command ended with $?" >"$console"
	poweroff -f
}
