# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Compile what the series touches, with W=1, in several configurations. Those are
# made from one of the kernel's own and the fragments in configs/.
# shellcheck disable=SC2154

# name     ARCH     compiler prefix         the kernel's configuration
configurations="
x86_64     x86_64   -                       defconfig
minimal    x86_64   -                       tinyconfig
arm64      arm64    aarch64-linux-gnu-      defconfig
i386       i386     -                       defconfig
s390       s390     s390x-linux-gnu-        defconfig
powerpc    powerpc  powerpc64le-linux-gnu-  pseries_le_defconfig
riscv      riscv    riscv64-linux-gnu-      defconfig
kunit      x86_64   -                       tinyconfig
"
jobs=${JOBS:-2}
python=/usr/bin/python3			# not the wrapper of a version manager: W=1 starts it for each object
export CCACHE_BASEDIR=$top CCACHE_NOHASHDIR=1 CCACHE_DEPEND=1 PATH=/usr/lib/ccache:$PATH
export KBUILD_BUILD_TIMESTAMP='2026-01-01' KBUILD_BUILD_USER=rig KBUILD_BUILD_HOST=rig LOCALVERSION=

# configuration NAME: sets arch, cross, start, fragments and out
configuration()
{
	local row

	read -r row arch cross start <<<"$(grep "^$1 " <<<"$configurations")"
	cross=${cross#-}
	out=$each/$row
	case $row in
	minimal) fragments=("$here/configs/minimal.config") ;;
	kunit)	fragments=("$configs"/{guest,x86}.config "$here/configs/kunit.config") ;;
	*)	fragments=("$here/configs/"{common,"$row"}.config) ;;
	esac
}

kmake()
{
	nice make -s -C "$src" O="$out" ARCH="$arch" CROSS_COMPILE="$cross" PYTHON3="$python" "$@"
}

# The tests that kernel/dma has at this commit, where there are any
kunit_options()
{
	find "$src/kernel/dma" -name 'Kconfig*' -exec sed -n 's/^config \(.*KUNIT_TEST\)$/CONFIG_\1/p' {} + | sort
}

# in_kconfig OPTION COMMIT
in_kconfig()
{
	pgit -C "$src" grep -qE "^(menu)?config ${1#CONFIG_}\$" "$2" -- '*Kconfig*'
}

# Lines of the fragments that did not take effect. An option that a later patch
# adds is not there yet; tests may need what an architecture does not have, but
# not all of them: see uncovered().
ineffective()
{
	local option value

	sed -nE 's/^(CONFIG_[A-Z0-9_]+)=(.*)/\1 \2/p; s/^# (CONFIG_[A-Z0-9_]+) is not set.*/\1 n/p' "${fragments[@]}" |
	awk '{ last[$1] = $2 } END { for (o in last) print o, last[o] }' | sort |
	while read -r option value; do
		case $value in
		n)	! grep -q "^$option=" "$out/.config" ;;
		*)	grep -qx "$option=$value" "$out/.config" ;;
		esac && continue
		in_kconfig "$option" HEAD || ! in_kconfig "$option" "$head" || continue
		[ "$name" = kunit ] || [[ $option != *_KUNIT_TEST ]] || continue
		echo "$option=$value"
	done
}

# .config, unless the one there was made of the same
configure()
{
	local stamp bad option

	mkdir -p "$out"
	: >"$out/tests.config"
	if [ "$name" != minimal ]; then
		for option in $(kunit_options); do
			# (a fragment may rule out a test)
			grep -q "^# $option is not set" "${fragments[@]}" || echo "$option=y"
		done >"$out/tests.config"
	fi
	fragments+=("$out/tests.config")
	stamp=$({ echo "$arch $start $cross"; cat "${fragments[@]}"; "${cross}gcc" --version
		  pgit -C "$src" ls-tree -r HEAD | grep -E 'Kconfig|configs/'; } | cksum)
	if [ "$(cat "$out/.stamp" 2>/dev/null)" != "$stamp" ]; then
		rm -f "$out/.stamp"
		kmake "$start" &&
		"$src/scripts/kconfig/merge_config.sh" -m -Q -O "$out" "$out/.config" "${fragments[@]}" &&
		kmake olddefconfig || return
		bad=$(ineffective)
		[ -z "$bad" ] || { echo "error: cannot be set in $name: $bad"; return 1; }
		echo "$stamp" >"$out/.stamp"
	fi
	kmake -j"$jobs" prepare
}

# wanted: what some configuration has to compile
wanted()
{
	{ sources_touched | grep '\.c$' || true; grep -v '^#' "$here/users"; } | sort -u
}

# candidates: what is compiled in each configuration that has it
candidates()
{
	{ wanted; cd "$src" && find kernel/dma -name '*.c'; } | sort -u
}

# makefile_of PATH: the nearest directory above it with a Makefile
makefile_of()
{
	local dir

	dir=$(dirname "$1")
	until [ -f "$src/$dir/Makefile" ] || [ -f "$src/$dir/Kbuild" ]; do
		dir=$(dirname "$dir")
	done
	echo "$dir"
}

# built PATH: does this configuration build the object, or go into the directory
# (with a slash at its end)? make would compile what it is told to in any case.
# Uses what objects() declares.
built()
{
	local dir

	[[ ! $1 =~ ^(arch/)?[^/]+/$ ]] || return 0	# the topmost ones
	dir=$(makefile_of "${1%/}")
	if [ -z "${listed[$dir]:-}" ]; then
		listed[$dir]="made of"$'\n'$(make -s -C "$out" -f "$here/objects.mk" \
			srctree="$src" SRCARCH="$srcarch" dir="$dir") || exit
	fi
	grep -qx "$1" <<<"${listed[$dir]}" && built "$dir/"
}

# objects: those of the candidates that this configuration builds
objects()
{
	local file srcarch=$arch

	case $arch in
	x86_64|i386)	srcarch=x86 ;;
	esac
	declare -A listed
	for file in $(candidates); do
		case $file in
		"arch/$srcarch/"*)	;;
		arch/*)			continue ;;
		esac
		! built "${file%.c}.o" || echo "${file%.c}.o"
	done
}

# prepare: all that comes before the objects; its warnings depend on what an
# earlier run has left, so they are not taken for findings.
prepare()
{
	configuration "$1"
	if ! configure >"$result.prepare" 2>&1 || ! (objects) >"$result.objects" 2>>"$result.prepare"; then
		cat "$result.prepare"
		return 1
	fi
	grep -q '^kernel/dma/' "$result.objects" || { echo "error: $1 builds nothing of kernel/dma"; return 1; }
	echo "$(wc -l <"$result.objects") objects" >"$result.note"
}

measure_build()
{
	prepare "$name" || return
	# All anew, or the warnings of what an earlier run compiled would be lost.
	(cd "$out" && xargs rm -f <"$result.objects") &&
	xargs nice make -s -C "$src" O="$out" ARCH="$arch" CROSS_COMPILE="$cross" PYTHON3="$python" \
		W=1 -j"$jobs" <"$result.objects" || return
	(cd "$out" && xargs ls <"$result.objects" >/dev/null) || return
	findings "$result.log" >"$result.findings"
}

# What the result depends on beside the source
recipe_build()
{
	configuration "$name"
	code_of "$here/build.sh" "$here/common.sh" "$here/objects.mk" "$here/users"
	cat "${fragments[@]}"
	# what is compiled only because a patch touches it
	touched "$patches" | grep '\.c$' | grep -v '^kernel/dma/' | grep -vxFf "$here/users" || true
	"${cross}gcc" --version
}
