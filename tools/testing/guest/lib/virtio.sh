# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC2034,SC2154
#
# Checks of the virtio devices, and of the initrd after kexec

# The first disk. With rig.kib=N on the command line, a request to it has at most N KiB.
disk_is_there()
{
	driver virtio_blk && wait_for -b /dev/vda || return
	kib=$(sed -n 's/.*rig\.kib=\([0-9]*\).*/\1/p' /proc/cmdline)
	[ -z "$kib" ] || echo "$kib" >/sys/class/block/vda/queue/max_sectors_kb
}

block_read()
{
	disk_is_there || return
	want=$(cat /etc/disk.sha256)
	got=$(sha256sum </dev/vda)
	[ "$want" = "$got" ] && return
	echo "the disk does not have the content of the image: ${got%% *}"
	return 1
}

# parallel BYTES: eight readers at a time, each with its part of the disk and blocks of that size.
# Many buffers are bounced at once, more than a small pool has room for.
parallel()
{
	size=$(($(cat /sys/class/block/vda/size) * 512 / $1))
	for part in 0 1 2 3 4 5 6 7; do
		dd if=/dev/vda of=/tmp/part.$part bs="$1" iflag=direct \
			skip=$((part * size / 8)) count=$((size / 8)) 2>/tmp/err.$part &
	done
	wait
	got=$(cat /tmp/part.? | sha256sum)
	rm -f /tmp/part.?
	[ "$(cat /etc/disk.sha256)" = "$got" ] && return
	echo "eight readers did not get the content of the image: $(cat /tmp/err.?)"
	return 1
}

block_parallel()
{
	parallel 65536
}

# Each block is as large as the largest bounce buffer.
block_parallel_large()
{
	parallel 262144
}

# Slots in use, as the pools and the allocator count them, and slots of transient pools
slots_in_use()
{
	awk '{ n += $4 } END { printf "%.0f in pools, ", n }' /sys/kernel/debug/swiotlb/io_tlb_pools
	echo "$(cat /sys/kernel/debug/swiotlb/io_tlb_used) used," \
		"$(cat /sys/kernel/debug/swiotlb/io_tlb_transient_nslabs) transient"
}

# 64 readers at a time, each with its part of the disk and blocks of 512 bytes to 12 KiB,
# while the threads of the module bounce buffers in the same pools
disk()
{
	disk_is_there || return
	echo 1 >/sys/module/swiotlb_stress/parameters/again &
	threads=$!
	part=$(($(cat /sys/class/block/vda/size) * 8))	# bytes, a 64th of the disk
	readers=
	for i in $(seq 10 73); do
		dd if=/dev/vda of="/tmp/part.$i" bs=$((i % 24 * 512 + 512)) count=$part \
			skip=$(((i - 10) * part)) iflag=direct,skip_bytes,count_bytes 2>"/tmp/err.$i" &
		readers="$readers $!"
	done
	# shellcheck disable=SC2086
	wait $readers
	got=$(cat /tmp/part.* | sha256sum)
	rm -f /tmp/part.*
	if [ "$(cat /etc/disk.sha256)" != "$got" ]; then
		echo "64 readers did not get the content of the image: $(cat /tmp/err.*)"
		return 1
	fi
	wait $threads || return
	[ "$(slots_in_use)" = "0 in pools, 0 used, 0 transient" ] && return
	echo "slots after all: $(slots_in_use)"
	return 1
}

# The runner looks for this on the image.
block_write()
{
	test -b /dev/vda || return
	dd if=/etc/written of=/dev/vda bs=4096 seek=1 conv=fsync
}

net_ping()
{
	driver virtio_net && wait_for -e /sys/class/net/eth0 || return
	ifconfig eth0 10.0.2.15 netmask 255.255.255.0 up
	ping -c 3 -i 0.2 -w 5 -s 1400 10.0.2.2
}

rng_read()
{
	driver virtio_rng && wait_for -c /dev/hwrng || return
	# firmware may have random numbers too, but they come without DMA
	rng=/sys/class/misc/hw_random
	grep -o 'virtio_rng[.0-9]*' $rng/rng_available >$rng/rng_current || return
	grep -q virtio_rng $rng/rng_current || return
	a=$(dd if=/dev/hwrng bs=64 count=1 2>/dev/null | sha256sum)
	b=$(dd if=/dev/hwrng bs=64 count=1 2>/dev/null | sha256sum)
	[ "$a" != "$b" ] && return
	echo "the same 64 bytes twice"
	return 1
}

# A large file that the kernel before this one has put into the initrd
initrd_is_intact()
{
	got=$(sha256sum </etc/again)
	[ "$(cat /etc/again.sha256)" = "$got" ] && return
	echo "the initrd has other content: ${got%% *}"
	return 1
}
