# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC2034,SC2154
#
# Checks of what the kernel reports: pools, shared pages, leaks, lockdep

# How many pages are shared with devices and belong to no pool
shared=/sys/kernel/debug/dma_cc
shared_pages()
{
	sed -n 's/^shared_pages //p' $shared
}

# restricted DEVICE: return 0 if DEVICE or one of its parents has a restricted pool. All DMA
# memory of DEVICE is in this pool.
restricted()
{
	path=$(readlink -f "$1")
	while [ "${path#/sys/devices/}" != "$path" ]; do
		[ ! -e "$path/of_node/memory-region" ] || return 0
		path=${path%/*}
	done
	return 1
}

# need_shared_pages: do the devices need some that are not in pools? On a host that
# encrypts its memory they reach all of it.
need_shared_pages()
{
	dmesg | grep -q 'Memory Encryption Features active: AMD SME' && return 1
	for device in /sys/bus/virtio/devices/*; do
		restricted "$device" || return 0
	done
	return 1
}

# With the drivers loaded, pages are shared if need_shared_pages. After their removal only
# $kept pages are shared, and no page was leaked.
returned()
{
	some=0
	! need_shared_pages || some=1
	loaded=$(shared_pages)
	if [ -n "$hung" ]; then
		echo "drivers whose devices failed are not removed"
		return 1
	fi
	ifconfig eth0 down
	for module in virtio_net virtio_blk virtio_rng edu_dma nvme megaraid_sas virtio_scsi \
			e1000e virtio_balloon; do
		! grep -q "^$module " /proc/modules || rmmod $module || return
	done
	left=$(shared_pages)
	leaked=$(sed -n 's/^leaked_pages //p' $shared)
	if [ "$leaked" != 0 ] || dmesg | sed '1,/rig: kernel/d' | grep 'DMA: leaking'; then
		echo "leaked pages: $leaked"
		return 1
	fi
	[ $((loaded > kept)) -eq $some ] && [ "$left" -eq "$kept" ] && return
	echo "$loaded pages shared with the drivers loaded, $left without them"
	return 1
}

# The encryption state that the kernel must report for each pool. With an accepted device
# (rig.accepted), pools may also be private.
state=plain
[ ! -e $shared ] || state=shared
more=					# a second one, where a device is accepted
! grep -qw rig.accepted /proc/cmdline || more=private

sum()
{
	cat "$@" | awk '{ n += $1 } END { print n }'
}

# The totals and the pools are read one after the other. A mapping in between makes them
# differ, so try up to five times.
swiotlb_pools()
{
	pools=/sys/kernel/debug/swiotlb/io_tlb_pools
	# The accepted device may have a restricted pool. Its directory is in that of the default
	# pool if the kernel creates it after that one.
	[ -z "$more" ] || pools=$(ls /sys/kernel/debug/*/io_tlb_pools \
		/sys/kernel/debug/swiotlb/*/io_tlb_pools 2>/dev/null)
	for _ in 1 2 3 4 5; do
		# shellcheck disable=SC2046,SC2086
		cat $pools | awk -v want=$state -v more="$more" \
				-v slots="$(sum $(echo "$pools" | sed s/pools$/nslabs/))" \
				-v used="$(sum $(echo "$pools" | sed s/pools$/used/))" '
			$3 == "slots" { next }
			$2 != want && $2 != more { print "not " want ": " $0; bad = 1 }
			{ n += $3; u += $4; seen[$2] }
			END {
				if (more != "" && !(more in seen && want in seen)) {
					print "there are not pools in both states"
					bad = 1
				}
				if (n != slots || u != used) {
					print n " slots and " u " used in pools, " slots " and " used " in all"
					bad = 1
				}
				exit bad
			}' >/tmp/pools && return
		sleep 0.2
	done
	cat /tmp/pools
	return 1
}

atomic=/sys/kernel/debug/dma_pools/pools
atomic_pools()
{
	# an architecture with uncached mappings has pools in the linear mapping as well, for
	# coherent devices that need shared memory
	linear=1
	uncached=0
	[ "$(uname -m)" != aarch64 ] || uncached=1
	[ $uncached -eq 0 ] || [ $state != plain ] || linear=0
	awk -v want=$state -v linear=$linear -v uncached=$uncached '
		NR == 1 { next }
		$2 != "linear" && $2 != "uncached" || $4 <= 0 || $5 > $4 { print "wrong: " $0; bad = 1 }
		$3 != want { print "not " want ": " $0; bad = 1 }
		{ n[$2]++ }
		END {
			if (!!n["linear"] != linear) {
				print n["linear"] + 0 " pools in the linear mapping"
				bad = 1
			}
			if (n["linear"] + n["uncached"] == 0) {
				print "there is no pool"
				bad = 1
			}
			if (uncached && !n["uncached"]) {
				print "there is no uncached pool"
				bad = 1
			}
			exit bad
		}' $atomic
}

events=/sys/kernel/tracing/events/swiotlb/swiotlb_bounced
bounced_event()
{
	awk -v accepted="$(grep -qw rig.accepted /proc/cmdline && echo 0000:00:10.0)" '
		/ swiotlb_bounced: / {
			device = $0
			sub(/.*dev_name: /, "", device)
			sub(/ .*/, "", device)
			if ($NF == "NORMAL" || $NF == "FORCE") {
				failed++	# no slot was found
				next
			}
			if ($NF != (device == accepted ? "PRIVATE" : "SHARED"))
				bad = $0
			seen[$NF]++
			last = $0
		}
		END {
			print seen["SHARED"] + 0 " bounced, " seen["PRIVATE"] + 0 \
				" in private memory, " failed + 0 " failed: " (bad != "" ? bad : last)
			exit bad != "" || !seen["SHARED"] || (accepted != "" && !seen["PRIVATE"])
		}' /sys/kernel/tracing/trace
}

# Kmemleak reports only objects that are at least five seconds old. Scan again after six
# seconds, so that older objects are reported.
leaks=/sys/kernel/debug/kmemleak
none()
{
	echo scan >$leaks || return
	sleep 6
	echo scan >$leaks && cat $leaks >/tmp/leaks || return
	[ -s /tmp/leaks ] || return 0
	head -n 200 /tmp/leaks | while IFS= read -r line; do
		say "rig: $line"
	done
	echo "$(grep -c ^unreferenced /tmp/leaks) leaks, the first: $(head -n 1 /tmp/leaks)"
	return 1
}

# Lockdep ends at its first report, or when it runs out of memory.
lockdep=/proc/lockdep_stats
still_on()
{
	grep debug_locks: $lockdep
	grep -q 'debug_locks: *1$' $lockdep
}
