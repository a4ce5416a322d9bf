# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Try one mutant on one guest kernel: put it into a work tree of its own, build,
# boot the guests of that kernel, judge. To be sourced by run, and by quick for
# the names of guests.
#
#	KILLED		a guest did not pass
#	SURVIVED	all guests passed
#	SAME		the kernel is the same, byte for byte, with and without it
#	NOTBUILT	the kernel does not have the code in it
#	NOCOMPILE	cannot be built
#
# build/mutants/work has the work tree and the kernels, in the form of a build
# directory; build/mutants/slot what is booted, while the next one is built.
# shellcheck disable=SC2154,SC2034

work=$out/work
slot=$out/slot
src=$work/linux-$base
limit=45			# seconds a guest may take, times its patience; without a mutant it is less than ten

# guests_of KERNEL: the guests that must pass, see `mutants` in guests.ini
guests_of()
{
	"$rig/rig.py" mutants "$1"
}

# use_kernel KERNEL: what the functions below build and boot
use_kernel()
{
	mapfile -t guests < <(guests_of "$1")
	[ ${#guests[@]} -gt 0 ] || die "no guest in guests.ini has a place among the mutants of the kernel '$1'"
	telling=("${guests[@]:0:3}")
	load_guest "${guests[0]}"
}

# The work tree as it is without a mutant
restore()
{
	rm -f "$(pgit -C "$src" rev-parse -q --git-path index.lock 2>/dev/null)"	# of a killed run
	pgit -C "$src" reset -q --hard "$head"
}

make_tree()
{
	if ! pgit -C "$src" rev-parse -q --verify HEAD >/dev/null 2>&1; then
		rm -rf "$src"
		mkdir -p "$work"
		pgit -C "$store" worktree prune
		with_progress TREE "checking out a work tree for mutants" "$out/checkout.log" \
			pgit -C "$store" worktree add -q --no-checkout --detach "$src" "$head" ||
			die "checkout failed: $(tail -n 1 "$out/checkout.log")"
	fi
	restore
}

# May FILE have an effect on modules? Then they and the initrd are built anew.
in_modules()
{
	case $1 in
	*.c|*.S)	grep -qs -- -DMODULE "$work/o/$kernel/$(dirname "$1")/.$(basename "${1%.*}").o.cmd" ;;
	*)		return 0 ;;
	esac
}

# is_built FILE: 1 if the kernel cannot have it in it
is_built()
{
	case $1 in
	arch/"$arch"/*)	;;
	arch/*)		return 1 ;;
	esac
	case $1 in
	*.c|*.S)	[ -f "$work/o/$kernel/${1%.*}.o" ] ;;
	*)		return 0 ;;
	esac
}

# build_kernel FILE: with what was changed in FILE; 1 if it does not compile, the
# reason in $why. Modules and initrd are of this kernel too.
build_kernel()
{
	local old=$work/o/$kernel.modules-are-old log=$work/o/$kernel.log

	! in_modules "$1" || touch "$old"
	if [ ! -f "$old" ]; then
		CC_DMA_BUILD=$work TARGET=${image##*/} "$top/tools/build/kernel" "$base" "$kernel" || no_build "$log"
		return
	fi
	# most headers that cannot be built are told by what uses them first
	if [ -f "$work/o/$kernel/$image" ]; then
		CC_DMA_BUILD=$work TARGET=kernel/dma/ "$top/tools/build/kernel" "$base" "$kernel" || no_build "$log" || return
	fi
	CC_DMA_BUILD=$work "$top/tools/build/kernel" "$base" "$kernel" || no_build "$log" || return
	CC_DMA_BUILD=$work "$top/tools/build/initrd" "$base" "$kernel" ||
		no_build "$work/guest/$kernel/initrd.log" || return
	in_modules "$1" || rm -f "$old"
}

# compile_error LOG...: what is in the source that cannot be built, if it is that
compile_error()
{
	local lines

	! grep -qsE 'No space left|internal compiler error|Killed' "$@" || return
	lines=$(grep -hsoE 'error: .*|undefined reference.*|multiple definition.*|undefined!.*' "$@") || true
	[ -n "$lines" ] && echo "${lines%%$'\n'*}"
}

# A build has failed: by what is in the source?
no_build()
{
	why=$(compile_error "$1") && return 1
	echo "the build failed for a reason that is not in the source" >&2
	return 2
}

# boot_id GUEST...: what identifies all that is booted, and by what it is judged
boot_id()
{
	{
		sha256sum <"$work/o/$kernel/$image"
		sha256sum <"$work/guest/$kernel/initrd.gz"
		[ -z "$monitor" ] || sha256sum "$build/monitor/$arch"/monitor.*
		echo "$judged $*"
	} | sha256sum | cut -c1-40
}

# Put what was built where it stays while the next mutant is built
fill_slot()
{
	rm -rf "$slot"
	mkdir -p "$slot/o/$kernel/$(dirname "$image")" "$slot/guest/$kernel"
	ln -s "$build/monitor" "$slot/monitor"
	cp "$work/o/$kernel/$image" "$slot/o/$kernel/$image"
	cp "$work/guest/$kernel"/{initrd.gz,disk.img} "$slot/guest/$kernel/"
	# for guests with a device tree of the rig's
	[ ! -e "$work/o/$kernel/scripts/dtc/dtc" ] ||
		install -D -t "$slot/o/$kernel/scripts/dtc" "$work/o/$kernel/scripts/dtc/dtc"
}

# boot_guest GUEST SECONDS: 0 if it passes, 1 if not, 2 if that is not known
boot_guest()
{
	local rc=0

	CC_DMA_BUILD=$slot "$rig/rig.py" run -t "$2" "$1" >"$slot/$1.log" 2>&1 </dev/null || rc=$?
	case $rc in
	0)	return 0 ;;
	1|2)	problems_of "$slot/rig/$1" >"$slot/$1.problems" && [ -s "$slot/$1.problems" ] &&
			! grep -q 'QEMU ended with status' "$slot/$1.problems" && return 1 ;;
	esac
	return 2
}

# firm_reason PROBLEMS: what shows that it was the mutant: a test of KUnit or edu
# that failed, or words of the kernel. What was only too slow may have been the
# machine.
firm_reason()
{
	grep -v '^FAIL virtio\.' "$1" |
		grep -m1 -E '^FAIL [a-z_]+\.[a-z_]+ |^FAIL (WARNING|BUG|.*cut here)|^CRASH (Kernel panic|BUG|Oops|Internal|Unable|general)'
}

# boot_slot ID GUEST...: boot the guests until one fails; the result goes to boots/ID
boot_slot()
{
	local id=$1 guest rc reason

	shift
	for guest; do
		rc=0
		boot_guest "$guest" "$limit" || rc=$?
		if [ "$rc" -eq 1 ] && ! reason=$(firm_reason "$slot/$guest.problems"); then
			rc=0
			boot_guest "$guest" $((2 * limit)) || rc=$?
			reason=$(firm_reason "$slot/$guest.problems" || head -n 1 "$slot/$guest.problems")
		fi
		if [ "$rc" -eq 1 ]; then
			echo "KILLED $guest: ${reason:0:120}" >"$out/boots/$id.new"
			mv "$out/boots/$id.new" "$out/boots/$id"
			return
		fi
		[ "$rc" -eq 0 ] || return
	done
	echo "SURVIVED" >"$out/boots/$id"
}

# put_in PATCH: the mutant itself
put_in()
{
	restore
	pgit -C "$src" apply --index --unidiff-zero --whitespace=nowarn "$1" || die "a mutant does not apply: $1"
}

# The kernel is the same. Is the code there at all? An #error would be noticed.
is_compiled()
{
	local file=$1 line=$2

	restore
	case $file in
	*.[chS]) ;;
	*)	return 0 ;;
	esac
	sed -i "${line}i#error is this compiled" "$src/$file"
	! build_kernel "$file" >/dev/null 2>&1
}
