# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What the tools that build a kernel share. To be sourced after lib.sh, and to
# be used with $tree (the source), $out (the O= directory), $arch, $log and the
# arrays $fragments (configuration) and $kflags (more arguments for make) set.
# shellcheck disable=SC2154,SC2034

# shellcheck source=../arch/x86
. "$top/tools/arch/$arch"

# The same bytes from the same source, on any machine and from any checkout
export KBUILD_BUILD_TIMESTAMP='2026-01-01' KBUILD_BUILD_USER=rig KBUILD_BUILD_HOST=rig
export KBUILD_BUILD_VERSION=1 LOCALVERSION=
export CCACHE_BASEDIR=$top CCACHE_NOHASHDIR=1
# The headers of a source are those that the compiler lists for make: no need to run the
# preprocessor first, which is a quarter of the time where nothing is in the cache. See
# also cc.
export CCACHE_DEPEND=1
export PATH=/usr/lib/ccache:$PATH
jobs=${JOBS:-$(nproc)}
kflags=()

kmake()
{
	nice make -C "$tree" O="$out" ARCH="$arch" CROSS_COMPILE="$cross" \
		CC="$top/tools/build/cc ${cross}gcc" "${kflags[@]}" "$@"
}

# The lines of the fragments. A line replaces the lines of earlier fragments about the same option.
settings()
{
	cat "${fragments[@]}" | tac | awk 'match($0, /^(# )?CONFIG_[A-Za-z0-9_]*/) {
			option = substr($0, RSTART, RLENGTH)
			sub(/^# /, "", option)
			if (!seen[option]++)
				print
		}'
}

# What .config depends on: the fragments, the version of Linux, and the options of the series
config_id()
{
	{
		cat "${fragments[@]}"
		head -n 5 "$tree/Makefile"
		cat "$tree/kernel/dma/Kconfig"
	} | cksum
}

# Make .config from the fragments and see that every setting of them took effect. With
# $missing_ok, leave the settings that did not in $out/.missing.
configure()
{
	kmake tinyconfig &&
	"$tree/scripts/kconfig/merge_config.sh" -m -Q -O "$out" "$out/.config" "${fragments[@]}" &&
	kmake olddefconfig || return
	local bad
	bad=$(settings | grep -vxFf "$out/.config" |
		while read -r line; do
			case $line in
			'# '*)	! grep -q "^${line:2:-11}=" "$out/.config" || echo "$line" ;;
			*)	echo "$line" ;;
			esac
		done)
	if [ -n "${missing_ok:-}" ]; then
		echo "${bad:-}" | sed '/^$/d' >"$out/.missing"
	elif [ -n "$bad" ]; then
		echo "error: not possible in this kernel: $bad"
		return 1
	fi
	config_id >"$out/.fragments"
}

# configure_if_needed: .config from the fragments, if it was made of something else
configure_if_needed()
{
	mkdir -p "$out"
	[ "$(cat "$out/.fragments" 2>/dev/null)" != "$(config_id)" ] || return 0
	with_progress CONFIG "${out#"$top/"}/.config from ${#fragments[@]} fragments" "$log" configure ||
		failed "the kernel cannot be configured"
}

# failed WHAT: end with the errors in the log of make
failed()
{
	die "$1; the last errors:" "$(grep -E 'error:|Error|undefined' "$log" | head -n 5)" "whole log: $log"
}
