# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Boot one guest, wait for it within bounds, judge what it said. To be sourced
# by run; guest descriptions (guests/*) set the variables used here.
# shellcheck disable=SC2154,SC2034,SC2054

# qemu_command GUEST-DIRECTORY: the command line, in the array $command
qemu_command()
{
	local dir=$1
	# shellcheck disable=SC2206
	# bounded even if nobody is left to end it: it holds the lock of the rig
	command=(timeout -k 5 "$((timeout + 15))" "${QEMU:-qemu-system-x86_64}" $qemu -nodefaults -display none -no-reboot
		-serial "file:$dir/console.log" -monitor none
		-kernel "$build/monitor/$arch/monitor.elf"
		-initrd "$bzimage $monitor,$build/guest/$arch/initrd.gz"
		-append "console=ttyS0 panic=-1 printk.devkmsg=on"
		-drive "if=none,id=d0,format=raw,file=$dir/disk.img"
		-device virtio-blk-pci,drive=d0,disable-legacy=on,iommu_platform=on
		-netdev user,id=n0
		-device virtio-net-pci,netdev=n0,disable-legacy=on,iommu_platform=on,romfile=
		-device virtio-rng-pci,disable-legacy=on,iommu_platform=on
		-device edu,dma_mask=0xffffffffffffffff)
}

# boot GUEST-DIRECTORY: run QEMU until the guest has powered off, or $timeout
# seconds are over. Sets $seconds, and $ended to "finished" if the guest had said
# that it was done and QEMU ended well, else to what happened. A guest that has
# said all and cannot power off, as one with devices that hang, is "stuck".
boot()
{
	local dir=$1 start now deadline shown=0 status

	cp "$build/guest/$arch/disk.img" "$dir/disk.img"
	: >"$dir/console.log"
	qemu_command "$dir"
	printf '%q ' "${command[@]}" >"$dir/command"
	start=$(date +%s%N)
	deadline=$((start + timeout * 1000000000))
	set -m
	"${command[@]}" >"$dir/qemu.log" 2>&1 </dev/null &
	child=$!
	set +m
	ended='' off_by=''
	while [ -z "$ended" ]; do
		sleep 0.1
		now=$(date +%s%N)
		if ! kill -0 "$child" 2>/dev/null; then
			ended=finished
		elif [ -z "$off_by" ] && grep -q 'rig: done' "$dir/console.log"; then
			off_by=$((now + 10000000000))	# in ten seconds
		elif [ -n "$off_by" ] && [ "$now" -gt "$off_by" ]; then
			ended=stuck
		elif [ "$now" -gt "$deadline" ]; then
			ended="no end after $timeout s"
		fi
		show_progress "$dir"
	done
	seconds=$(((now - start) / 100000000))
	seconds=${seconds%?}.${seconds: -1}
	[ "${seconds#.}" = "$seconds" ] || seconds=0$seconds

	kill -- "-$child" 2>/dev/null || true
	status=0
	wait "$child" 2>/dev/null || status=$?
	child=
	[ "$ended" = finished ] || return 0
	if [ "$status" -ne 0 ]; then
		ended="QEMU ended with status $status: $(tail -n 1 "$dir/qemu.log")"
	elif ! grep -q 'rig: done' "$dir/console.log"; then
		ended="the guest was gone before it was done"
	fi
}

# One line for each suite that has ended since the last call
show_progress()
{
	local suites

	suites=$(tr -d '\r' <"$1/console.log" | sed -n \
		-e 's/^\[[^]]*\] ok [0-9]* \([a-z]*\)$/\1: ok/p' \
		-e 's/^\[[^]]*\] not ok [0-9]* \([a-z]*\)$/\1: not ok/p')
	[ -n "$suites" ] || return 0
	while read -r line; do
		say RIG "$name: $line"
	done < <(tail -n +"$((shown + 1))" <<<"$suites")
	shown=$(wc -l <<<"$suites")
}


# judge GUEST-DIRECTORY: hold what the guest said against what it had to say.
# Leaves PASS, FAIL, SKIP or CRASH for each check in results, the reasons in
# problems; sets $verdict and the columns of the table.
judge()
{
	local dir=$1 check want got text=$1/text

	# the console without what terminals and printk add
	tr -d '\r' <"$dir/console.log" | sed 's/^\[[^]]*\] //' >"$text"
	awk -f "$top/tools/testing/rig/ktap.awk" "$dir/console.log" >"$dir/ktap"
	: >"$dir/results"
	: >"$dir/problems"
	[ "$ended" != stuck ] ||
		echo "FAIL the guest said that it was done and did not power off" >>"$dir/problems"
	[ "$ended" = finished ] || [ "$ended" = stuck ] ||
		echo "CRASH $ended; its last words: $(tail -n 1 "$text")" >>"$dir/problems"
	while read -r check; do
		want=PASS
		case " ${skip//[[:space:]]/ } " in
		*" $check "*)	want=SKIP ;;
		esac
		got=$(awk -v c="$check" '$2 == c { print; exit }' "$dir/ktap")
		[ -n "$got" ] || got="CRASH $check no result"
		echo "$got" >>"$dir/results"
		case $got in
		"$want "*)	;;
		"CRASH "*)	[ "$ended" != finished ] && [ "$ended" != stuck ] || echo "$got" >>"$dir/problems" ;;
		"SKIP "*)	echo "FAIL $check must not be skipped: ${got#* * }" >>"$dir/problems" ;;
		"PASS "*)	echo "FAIL $check is expected to be skipped here, but ran" >>"$dir/problems" ;;
		*)		echo "$got" >>"$dir/problems" ;;
		esac
	done < <(grep -v '^#' "$top/tools/testing/rig/checks")
	while read -r got check _; do
		grep -qx "$check" "$top/tools/testing/rig/checks" ||
			echo "FAIL $check is not in the list of expected checks" >>"$dir/problems"
	done <"$dir/ktap"

	cut -d' ' -f2 "$dir/ktap" | sort | uniq -d | sed 's/^/FAIL twice in the log: /' >>"$dir/problems"
	grep -m1 -E '^(Kernel panic|BUG: |Oops|Internal error|Unable to handle|general protection|monitor: error:)' \
		"$text" | sed 's/^/CRASH /' >>"$dir/problems" || true
	grep -m1 -E '^WARNING: |cut here|DMA-API: .*(error|overlap|leak|not)' \
		"$text" | sed 's/^/FAIL /' >>"$dir/problems" || true
	if [ "$(column 'virtio.block_write')" = PASS ] &&
	   ! head -c 4116 "$dir/disk.img" | tail -c 20 | grep -q 'written by the guest'; then
		echo "FAIL virtio.block_write: what the guest wrote is not on the image" >>"$dir/problems"
	fi
	shown_platform=$(sed -n '/.*Memory Encryption Features active: /{s///p;q}' "$text")
	shown_platform=${shown_platform:-none}
	[ "$shown_platform" = "$platform" ] ||
		echo "FAIL the kernel calls its platform '$shown_platform', not '$platform'" >>"$dir/problems"

	verdict=PASS
	! grep -q ^FAIL "$dir/problems" || verdict=FAIL
	! grep -q ^CRASH "$dir/problems" || verdict=CRASH
}

# column CHECK-PREFIX: PASS, or what is worst among the checks of that name
column()
{
	local worst
	for worst in CRASH FAIL PASS SKIP; do
		if grep -q "^$worst $1" "$dir/results"; then
			echo "$worst"
			return
		fi
	done
	echo CRASH
}

# How many checks of a suite passed, of how many that ran
fraction()
{
	awk -v s="$1." 'index($2, s) == 1 && $1 != "SKIP" { n++; if ($1 == "PASS") p++ }
			END { print p + 0 "/" n + 0 }' "$dir/results"
}

pools()
{
	local list
	list=$(sed -n 's/.*rig: pool //p' "$1/text" | paste -sd+)
	echo "${list:-?}"
}
