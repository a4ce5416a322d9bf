# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Functions that the tools of the benchmark share. To be sourced after lib.sh.
# shellcheck disable=SC2154,SC2034

# results base|patched CONFIG: the directory of kernel and results of one tree
results()
{
	case $1 in
	base)		echo "$build/base/bench/$2" ;;
	patched)	echo "$build/bench/$2" ;;
	*)		die "neither base nor patched: $1" ;;
	esac
}

# fail TEXT...: end with exit code 2
fail()
{
	(die "$@") || exit 2
}

# one_pool CONFIG: whether swiotlb has one pool and does not grow
one_pool()
{
	! grep -qx 'CONFIG_SWIOTLB_DYNAMIC=y' "$configs/bench-$1.config"
}

# guest_command DIR MODE CONSOLE PARAMETERS OPTION...: set $command to QEMU with the
# kernel and initrd in DIR. The memory reaches to either side of 4 GiB.
guest_command()
{
	# shellcheck disable=SC2054
	command=(timeout -k 5 900 "${QEMU:-qemu-system-x86_64}" -M q35 -cpu "EPYC,phys-bits=48"
		-m 3G -nodefaults -display none -no-reboot -monitor none -serial "file:$3" "${@:5}"
		-kernel "$1/kernel/arch/x86/boot/bzImage" -initrd "$1/initrd.cpio"
		-append "console=ttyS0 panic=-1 nokaslr printk.devkmsg=on bench=$2 $4")
}

# console_text FILE: the console of a guest without time stamps
console_text()
{
	tr -d '\r' <"$1" | sed 's/^\[[^]]*\] //'
}

# complaint FILE: the reason why a console is not that of a complete run, or nothing
complaint()
{
	local text

	text=$(console_text "$1")
	if grep -qE '^(WARNING|BUG): |cut here|Kernel panic' <<<"$text"; then
		echo "the kernel reports a problem"
	elif ! grep -qx 'bench: done' <<<"$text"; then
		echo "the guest has not finished:" \
		     "$(grep -E '^(bench|dmabench): ' <<<"$text" | tail -n 2 | paste -sd';')"
	fi
}

# run_guest TEXT DIR MODE CONSOLE: run $command and check its console
run_guest()
{
	local reason

	: >"$4"
	with_progress BENCH "$1" "$2/qemu-$3.log" "${command[@]}" ||
		fail "QEMU ended with an error" "$(tail -n 2 "$2/qemu-$3.log")"
	reason=$(complaint "$4")
	[ -z "$reason" ] || fail "$1: $reason" "console: $4"
}
