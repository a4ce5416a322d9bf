# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Judge what a guest said. To be sourced with guest.sh.
# shellcheck disable=SC2154,SC2034

# What a kernel says of itself, as extended regular expressions. These it does
# not survive:
says_crash='^(Kernel panic|BUG: |Oops|Internal error|Unable to handle|general protection|monitor: error:|pvm: error:)'
# These it does: KASAN; DEBUG_ATOMIC_SLEEP; lockdep and RCU; kmemleak; DMA_API_DEBUG; slub;
# watchdogs, which our own kernels do not have; registers that are not there; a device, not one of a KUnit test, that waits for a bounce buffer or gets none
says_wrong=(
	'^BUG: KASAN: '
	'^BUG: (sleeping function called|scheduling while atomic)'
	'^(WARNING|INFO): (possible|inconsistent|suspicious|bad|held|lock held|Nested|trying to register) |^WARNING: .*-unsafe lock order|^\[ BUG: '
	'^kmemleak: [0-9]+ new suspected memory leaks'
	'DMA-API: .*(error|overlap|leak|not)'
	'^rcu: INFO: '
	'^BUG [a-z]'
	'^watchdog: BUG: soft lockup|^INFO: task .* blocked for more than'
	'^unchecked MSR access error'
	'^(virtio-|edu)[^ ]* [^ ]+: (swiotlb buffer is full|restricted (DMA )?pool (at )?[^ ]+ is |no DMA: |no [a-z]+ bounce buffers)'
)

# judge_kernel TEXT: print a problem for each kind of report in the log
judge_kernel()
{
	local wrong any
	any=$(IFS='|'; echo "${says_wrong[*]}")
	for wrong in "${says_wrong[@]}"; do
		grep -m1 -E "$wrong" "$1" | sed 's/^/FAIL /' || true
	done
	grep -vE "$any" "$1" | grep -m1 -E '^WARNING: |cut here' | sed 's/^/FAIL /' || true
	grep -vE "$any" "$1" | grep -m1 -E "$says_crash" | sed 's/^/CRASH /' || true
}

# judge_refused TEXT: print a problem if other accesses of devices were refused
# than those that the guest's tests mean to be. A test may well not notice one.
judge_refused()
{
	local lines
	lines=$(grep -c '^monitor: SMMU: ' "$1" || true)
	[ "$lines" -eq "$refused" ] ||
		echo "FAIL devices were refused $lines accesses, not $refused; the last: $(
			grep '^monitor: SMMU: ' "$1" | tail -n 1)"
}

# What the guest must report: the same for all, and more on some architectures. A
# kernel that is not ours has none of our tests: these are the devices, and whatever else
# it may report.
list_checks()
{
	local file
	if [ -n "${foreign:-}" ]; then
		{ grep '^virtio\.' "$rig/checks"; cut -d' ' -f2 "$1"; } | sort -u
		return
	fi
	for file in "$rig/checks" "$rig/checks.$arch"; do
		[ ! -e "$file" ] || grep -v '^#' "$file"
	done
}

# judge GUEST-DIRECTORY: hold what the guest said against what it had to say.
# Leaves PASS, FAIL, SKIP or CRASH for each check in results, the reasons in
# problems; sets $verdict and the columns of the table.
judge()
{
	local dir=$1 text=$1/text

	# the console without what terminals and printk add
	tr -d '\r' <"$dir/console.log" | sed 's/^\[[^]]*\] //' >"$text"
	# what the monitor has to say, where it has a console of its own
	cat "$dir/monitor.log" >>"$text"
	awk -f "$rig/ktap.awk" "$dir/console.log" >"$dir/ktap"
	list_checks "$dir/ktap" >"$dir/checks"
	: >"$dir/problems"
	[ "$ended" != stuck ] ||
		echo "FAIL the guest said that it was done and did not power off" >>"$dir/problems"
	[ "$ended" = finished ] || [ "$ended" = stuck ] ||
		echo "CRASH $ended; its last words: $(tail -n 1 "$text")" >>"$dir/problems"
	awk -v skip="${skip//[[:space:]]/ }" -v ended="$ended" -v foreign="${foreign:-}" -v problems="$dir/problems" \
		-f "$rig/results.awk" "$dir/ktap" "$dir/checks" >"$dir/results"

	{
		judge_kernel "$text"
		judge_refused "$text"
		[ -z "${host:-}" ] || judge_host "$dir"
		[ -z "$says" ] || grep -q "$says\$" "$text" ||
			echo "FAIL the guest does not say '$says'"
	} >>"$dir/problems"
	if [ "$(column 'virtio.block_write')" = PASS ] &&
	   ! head -c 4116 "$dir/disk.img" | tail -c 20 | grep -q 'written by the guest'; then
		echo "FAIL virtio.block_write: what the guest wrote is not on the image" >>"$dir/problems"
	fi
	# of the last kernel, if it has started another one
	awk '/^Linux version /{ n = 0 } { line[n++] = $0 } END { for (i = 0; i < n; i++) print line[i] }' \
		"$text" >"$text.last"
	shown_platform=$(platform_in "$text.last")
	shown_platform=${shown_platform:-none}
	[ "$shown_platform" = "$platform" ] ||
		echo "FAIL the kernel calls its platform '$shown_platform', not '$platform'" >>"$dir/problems"
	grep -q "^smp: Brought up 1 node, $cpus CPU" "$text.last" ||
		echo "FAIL the kernel does not run on $cpus CPU: $(
			grep -m1 '^smp: Brought up' "$text.last")" >>"$dir/problems"

	# what the monitor holds against the guest
	sed -n 's/^monitor: violation: /FAIL &/p' "$text" >>"$dir/problems"

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

# How many checks passed, of how many that ran: of one suite, or with '*' of
# those in the kernel
fraction()
{
	awk -v s="$1" '{ split($2, name, ".") }
		$1 == "SKIP" || (s == "*" ? name[1] ~ /^(edu|virtio|kmemleak|lockdep)$/ : name[1] != s) { next }
		{ n++; if ($1 == "PASS") p++ }
		END { print p + 0 "/" n + 0 }' "$dir/results"
}

pools()
{
	local list
	list=$(sed -n 's/.*rig: pool //p' "$1/text" | paste -sd+)
	echo "${list:-?}"
}
