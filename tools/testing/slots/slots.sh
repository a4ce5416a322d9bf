# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# How the slot allocator is built as a program. To be sourced after lib.sh.
# shellcheck disable=SC2034,SC2154

here=$top/tools/testing/slots
out=$build/slots
tree=$(realpath -m "${TREE:-$build/linux-${BASE:-7.2}}")
[ -f "$tree/kernel/dma/slots.h" ] ||
	die "no kernel/dma/slots.h in $tree" "TREE= selects another Linux tree"

# build_slots DIRECTORY TARGET...: build the programs TARGET in DIRECTORY. SLOTS selects
# another directory with the allocator.
build_slots()
{
	local dir=$1

	shift
	mkdir -p "$dir"
	make -s -f "$here/Makefile" TREE="$tree" SLOTS="${SLOTS:-$tree/kernel/dma}" O="$dir" \
		"${@/#/$dir/}"
}

# decimal NAME VALUE: reject what the programs do not read as a number
decimal()
{
	[[ $2 =~ ^[1-9][0-9]{0,8}$ ]] || die "$1=$2: not a number from 1 to 999999999"
}
