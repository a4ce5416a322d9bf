# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC2034,SC2154
#
# Checks that devices fail with swiotlb=noforce

# bound DRIVER: load the virtio driver. Has it a device?
bound()
{
	driver "$1"
	set -- "/sys/bus/virtio/drivers/$1/"virtio*
	[ -e "$1" ]
}

# Without bounce buffers, probe must fail, or each read must return an error within the time of the
# check. If a read succeeds, the device has written to private memory, or the buffer has its old
# content.
block_read_fails()
{
	bound virtio_blk || return 0
	wait_for -b /dev/vda
	! dd if=/dev/vda of=/tmp/read bs=64k count=1 iflag=direct 2>/tmp/err || {
		echo "the disk was read, with $(cmp /tmp/read /dev/zero 2>&1 | head -n 1)"
		return 1
	}
	grep 'Input/output error\|Cannot allocate memory' /tmp/err && return
	cat /tmp/err
	return 1
}

net_ping_fails()
{
	bound virtio_net || return 0
	wait_for -e /sys/class/net/eth0
	ifconfig eth0 10.0.2.15 netmask 255.255.255.0 up || return 0
	! ping -c 3 -i 0.2 -w 3 -s 1400 10.0.2.2 || return
	# a packet that the device wrote to a private buffer counts as received
	[ "$(cat /sys/class/net/eth0/statistics/rx_packets)" -eq 0 ] && return
	echo "$(cat /sys/class/net/eth0/statistics/rx_packets) packets were received"
	return 1
}

rng_read_fails()
{
	bound virtio_rng || return 0
	wait_for -c /dev/hwrng
	rng=/sys/class/misc/hw_random
	grep -o 'virtio_rng[.0-9]*' $rng/rng_available >$rng/rng_current || return 0
	! dd if=/dev/hwrng of=/tmp/read bs=64 count=1 2>/tmp/err || {
		echo "64 bytes were read"
		return 1
	}
	cat /tmp/err
}
