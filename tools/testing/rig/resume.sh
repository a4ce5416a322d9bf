# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Go on with a long run where it was interrupted. To be sourced.
# shellcheck disable=SC2154

# What the boots of a run have in common: ARGUMENTS..., kernels, monitors, rig and QEMU
common()
{
	local file
	printf '%s\n' "$*"
	for file in "$build"/monitor/*/monitor.* "$build"/guest/*/initrd.gz \
		"$build"/o/{arm64,x86}{,-debug,-16k,-64k}/arch/*/boot/{bzImage,Image} \
		"$top"/tools/{arch,testing/rig,testing/rig/guests}/*; do
		[ ! -f "$file" ] || cksum "$file"
	done
	for file in "$top"/tools/arch/*; do
		# shellcheck source=../../arch/x86
		(. "$file" && "$(qemu_program)" --version) 2>/dev/null || true
	done
}

# resume DIRECTORY ARGUMENTS...: keep what is there if all is as it was, else begin anew
resume()
{
	local dir=$1 now
	shift
	now=$(common "$@")
	if [ "$(cat "$dir/common" 2>/dev/null)" != "$now" ]; then
		rm -rf "$dir"
		mkdir -p "$dir"
		printf '%s\n' "$now" >"$dir/common"
	fi
}
