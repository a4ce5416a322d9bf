# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC2034,SC2154
#
# Reports in KTAP, and a bound for the time of each check.
# The variables and functions are those of init, which sources all files here.

say()
{
	echo "$*" >/dev/kmsg
}

# bounded SECONDS CMD...: the status of CMD, or 124 if CMD has not ended by then.
# Its output is left in /tmp/out. A task that waits for a device cannot be
# killed and keeps running. Each call has a status file of its own, so a late status is
# ignored. The limit counts turns, not seconds. Each turn starts a process, so the limit is
# longer on a busy machine.
checks=0
bounded()
{
	left=$(($1 * 5 + 15))		# a second of short turns, then longer ones
	short=20
	shift
	checks=$((checks + 1))
	rc=/tmp/rc.$checks
	rm -f /tmp/out
	{ "$@" >/tmp/out 2>&1; echo $? >"$rc.new"; mv "$rc.new" "$rc"; } &
	while [ ! -f "$rc" ]; do
		left=$((left - 1))
		if [ $left -le 0 ]; then
			rm -f /tmp/out		# it may still write to the old one
			echo "no answer from the device" >/tmp/out
			return 124
		fi
		short=$((short - 1))
		if [ $short -ge 0 ]; then
			sleep 0.05
		else
			sleep 0.2
		fi
	done
	return "$(cat "$rc")"
}

# wait_for TEST...
wait_for()
{
	until test "$@"; do
		sleep 0.1
	done
}

# begin SUITES: one document
begin()
{
	say "KTAP version 1"
	say "1..$1"
	suites=0
}

# suite NAME CHECKS: what follows belongs to it
suite()
{
	say "    KTAP version 1"
	say "    # Subtest: $1"
	say "    1..$2"
	suite=$1
	suites=$((suites + 1))
	number=0
	failed=
}

end_suite()
{
	say "${failed:+not }ok $suites $suite"
}

skip()
{
	number=$((number + 1))
	say "    ok $number $1 # SKIP $2"
}

# check NAME SECONDS: run the function NAME
check()
{
	number=$((number + 1))
	if bounded "$2" "$1"; then
		say "    ok $number $1"
		return
	fi
	say "    # $1: $(tr '\n' ' ' </tmp/out)"
	say "    not ok $number $1"
	failed=1
}

# has_driver NAME: is it loaded, or built in?
has_driver()
{
	set -- /sys/bus/*/drivers/"$1"
	[ -d "$1" ]
}

# try DRIVER NAME [SECONDS]: check NAME, if there is such a driver. Only a kernel that is not ours
# may have none, or have it built in.
try()
{
	if [ ! -e /etc/foreign ] || has_driver "$1" || modprobe -l "$1" | grep -q .; then
		check "$2" "${3:-10}"
	else
		skip "$2" "no driver"
	fi
}

driver()
{
	has_driver "$1" || modprobe "$1"
}
