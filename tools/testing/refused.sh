# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Commands that have to fail with a message, and commands that have to work. To be
# sourced after lib.sh. $tmp is a directory, $failed the exit code of the tool.
# shellcheck disable=SC2154,SC2034

failed=0

# refused NAME MESSAGE CMD...: CMD must fail and say MESSAGE (a regular expression)
refused()
{
	local name=$1 message=$2 rc=0
	shift 2
	"$@" >"$tmp/out" 2>&1 </dev/null || rc=$?
	if [ "$rc" -ne 0 ] && grep -qE "$message" "$tmp/out"; then
		say PASS "$name: $(grep -m1 -E "$message" "$tmp/out")"
	else
		say FAIL "$name: exit code $rc, and no '$message' in:"
		sed 's/^/    /' "$tmp/out"
		failed=1
	fi
}

# works NAME CMD...
works()
{
	local name=$1
	shift
	if "$@" >"$tmp/out" 2>&1 </dev/null; then
		say PASS "$name"
	else
		say FAIL "$name:"
		sed 's/^/    /' "$tmp/out"
		failed=1
	fi
}
