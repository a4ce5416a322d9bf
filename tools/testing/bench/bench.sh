# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What the tools of the benchmark share. To be sourced after lib.sh.
# shellcheck disable=SC2154

# results base|patched CONFIG: the directory of kernel and results of one tree
results()
{
	case $1 in
	base)		echo "$build/base/bench/$2" ;;
	patched)	echo "$build/bench/$2" ;;
	*)		die "neither base nor patched: $1" ;;
	esac
}
