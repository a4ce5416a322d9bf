# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC2034,SC2154
#
# Start the kernel again, or a command or a shell for a person

# On x86, firmware describes SEV-SNP to the kernel in a list that begins in the kernel's boot
# parameters. kexec_file_load() does not pass this list on. It takes the parameters from the image.
keep_setup_data()
{
	params=/sys/kernel/boot_params/data
	[ ! -e $params ] || dd if=$params of=/Image bs=8 skip=74 seek=74 count=1 conv=notrunc 2>/dev/null
}

# Start the kernel again. Devices have been used before, with memory of which
# some is still shared when the next kernel starts.
start_again()
{
	if bounded 10 block_read; then
		say "rig: the disk was read before kexec"
	else
		say "rig: before kexec: $(tr '\n' ' ' </tmp/out)"
	fi
	keep_setup_data
	/kexec /Image /initrd.gz "$(sed 's/kunit.enable=0 rig.kexec/rig.again/' /proc/cmdline)" 2>&1 |
		sed 's/^/rig: /' >/dev/kmsg
}

# For the table of the runner, where there is no edu to tell of its pool
report_pools()
{
	cat /sys/kernel/debug/*/io_tlb_pools | awk '
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
