# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Guests and results of the rig, for tools in shell. To be sourced after lib.sh.
# shellcheck disable=SC2154

rig=$top/tools/testing/rig

# load_guest GUEST: sets name, arch, kernel, monitor, platform and features, and the
# variables of tools/arch
load_guest()
{
	local described

	described=$("$rig/rig.py" describe "$1") || exit
	eval "$described"
	# shellcheck source=../../arch/x86
	. "$top/tools/arch/$arch"
}

# problems_of DIRECTORY: the problems of the boot whose results are there, one a line
problems_of()
{
	"$rig/rig.py" problems "$1"
}
