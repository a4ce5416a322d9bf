# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Build the rig's x86 guest kernel of a commit, boot it without the monitor and
# read what its KUnit tests say.
# shellcheck disable=SC2154

rig=$top/tools/testing/rig

# has_tests COMMIT
has_tests()
{
	pgit -C "$store" grep -qE '^config .*KUNIT_TEST$' "$1" -- 'kernel/dma/*Kconfig*'
}

# judge_kunit CONSOLE ENDED: print what is wrong with the log of a guest that has
# ended by itself (finished) or not (how else)
judge_kunit()
{
	local text=$result.text said passed

	tr -d '\r' <"$1" | sed 's/^\[[^]]*\] //' >"$text"
	said=$("$rig/rig.py" log "$1")
	if [ "$2" != finished ]; then
		echo "CRASH $2; its last words: $(tail -n 1 "$text")"
	elif ! grep -q '^reboot: Restarting system' "$text"; then
		echo "CRASH the guest was gone before it was done; its last words: $(tail -n 1 "$text")"
	fi
	grep -E '^(FAIL|CRASH) ' <<<"$said" || true
	passed=$(grep -c '^PASS ' <<<"$said") || echo "FAIL no test has run"
	# the kernel's own parser: tests that were planned and gave no result
	"$rig/rig.py" ktap "$1" >"$result.ktap"
	PATH=/usr/bin:$PATH PYTHONDONTWRITEBYTECODE=1 python3 "$src/tools/testing/kunit/kunit.py" parse "$result.ktap" \
		>"$result.parsed" 2>&1 && ! grep -q '\[ERROR\]\|\[CRASHED\]' "$result.parsed" ||
		echo "FAIL kunit.py: $(grep -m1 -o '\[ERROR\].*\|Testing complete.*' "$result.parsed" || tail -n 1 "$result.parsed")"
	echo "$passed cases passed, $(grep -c '^SKIP ' <<<"$said") skipped" >"$result.note"
}

# boot_kunit CONSOLE: prints how the guest ended
boot_kunit()
{
	local limit=${KUNIT_TIMEOUT:-180} rc=0

	: >"$1"
	timeout --foreground -k 5 "$limit" "${QEMU:-qemu-system-x86_64}" -accel tcg -smp 1 -m 1024 -nodefaults \
		-display none -monitor none -no-reboot -serial "file:$1" -kernel "$out/arch/x86/boot/bzImage" \
		-append "console=ttyS0 panic=-1 no_timer_check kunit_shutdown=reboot" >"$result.qemu" 2>&1 </dev/null || rc=$?
	case $rc in
	0)		echo finished ;;
	124|137)	echo "no end after $limit s" ;;
	*)		echo "QEMU ended with status $rc: $(tail -n 1 "$result.qemu")" ;;
	esac
}

measure_kunit()
{
	local ended

	configuration kunit
	configure && kmake -j"$jobs" bzImage || return
	ended=$(boot_kunit "$result.console")
	judge_kunit "$result.console" "$ended" >"$result.findings"
	# What failed may have failed by chance: only what passed is kept.
	[ ! -s "$result.findings" ]
}

recipe_kunit()
{
	configuration kunit
	code_of "$here/kunit.sh" "$here/build.sh" "$here/common.sh" "$rig/ktap.py" \
		"$rig/log.py"
	cat "${fragments[@]}"
	gcc --version
	"${QEMU:-qemu-system-x86_64}" --version
}
