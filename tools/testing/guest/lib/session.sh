# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC2034,SC2154
#
# Start the kernel again, or a command or a shell for a person

# Start the kernel again. Devices have been used before, with memory of which
# some is still shared when the next kernel starts.
start_again()
{
	if bounded 10 block_read; then
		say "rig: the disk was read before kexec"
	else
		say "rig: before kexec: $(tr '\n' ' ' </tmp/out)"
	fi
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
