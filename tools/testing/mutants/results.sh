# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What is known of mutants. To be sourced by run. A result is kept for exactly
# what it was found with:
#
#	build/mutants/results/KEY	one line for each: result, tests, detail, id
#	build/mutants/tests/HASH	the tests it was found with
#
# where KEY is of the mutant, the kernel it was tried on, the code of base and
# series, the configurations and the compilers. What survived has to be tried again
# when the tests change, with all that runs them. One thing is carried over: a mutant that
# was killed stays killed when what killed it is still there, because the tests
# have only grown since then: those in the kernel if one of them killed it, else
# the rig and what runs in its guests too.
# shellcheck disable=SC2154,SC2034

declare -A grown=()

# The series without tests and documentation, and what compiles it
code_state()
{
	{
		pgit -C "$tree" rev-parse "$tag^{tree}"
		pgit -C "$tree" diff "$tag" HEAD -- . ':(exclude)Documentation' ':(exclude)MAINTAINERS' \
			':(exclude,glob)**/tests/**'
		cat "$top"/tools/build/k*
		gcc --version
		aarch64-linux-gnu-gcc --version 2>/dev/null
	} | sha256sum | cut -c1-40
}

# What judges a kernel, but for the tests in it
rig_state()
{
	(cd "$top" && {
		"${QEMU:-qemu-system-x86_64}" --version
		"${QEMU_ARM64:-qemu-system-aarch64}" --version 2>/dev/null
		cat "$here/try.sh"
		find tools/testing/{rig,guest} tools/arch tools/build arch kernel include -type f \
			! -path "tools/testing/rig/configs/*" -print0 |
			sort -z | xargs -0 sha256sum
	})
}

same_tests()
{
	[ "$(rig_state)" = "$rig_then" ]
}

# Keep the tests as they are now; sets $rig_then, and $judged to what they are called
keep_tests()
{
	local new=$out/tests/new

	rig_then=$(rig_state)
	rm -rf "$new"
	mkdir -p "$new/rig"
	pgit -C "$tree" archive HEAD kernel/dma/tests | tar -x -C "$new"
	cp -r "$top"/tools/testing/{rig,guest} "$top"/{arch,include} "$new/rig"
	judged=$({ echo "$rig_then"; cd "$new" && find . -type f -print0 | sort -z | xargs -0 sha256sum; } |
		sha256sum | cut -c1-40)
	if [ -d "$out/tests/$judged" ]; then
		rm -rf "$new"
	else
		mv "$new" "$out/tests/$judged"
	fi
}

# only_grown HASH DETAIL: do the tests have every line that they had then?
only_grown()
{
	local part=. key

	[[ ! $2 =~ ' FAIL '(swiotlb|swiotlb_[a-z]+|dma_[a-z]+)'.' ]] || part=kernel
	key=$1/$part
	if [ -z "${grown[$key]:-}" ]; then
		if [ -d "$out/tests/$1" ] && ! diff -r "$out/tests/$1/$part" "$out/tests/$judged/$part" |
				grep -E '^<|^Only in '"$out/tests/$1" >/dev/null; then
			grown[$key]=yes
		else
			grown[$key]=no
		fi
	fi
	[ "${grown[$key]}" = yes ]
}

# result_file KERNEL PATCH
result_file()
{
	local arch=${1%%-*} fragment=''

	[ "$1" = "$arch" ] || fragment=$configs/${1#*-}.config
	echo "$out/results/$({
		echo "$code $1"
		cat "$configs/guest.config" "$configs/$arch.config" ${fragment:+"$fragment"} "$2"
	} | sha256sum | cut -c1-40)"
}

# result_on KERNEL PATCH: sets $result and $detail; 1 if it is not known
result_on()
{
	local tests

	result=
	IFS=$'\t' read -r result tests detail _ 2>/dev/null <"$(result_file "$1" "$2")" || return 1
	case $result in
	KILLED)		[ "$tests" = "$judged" ] || only_grown "$tests" "$detail" ;;
	SURVIVED)	[ "$tests" = "$judged" ] ;;
	esac
}

# record KERNEL PATCH ID RESULT [DETAIL]
record()
{
	local file

	file=$(result_file "$1" "$2")
	printf '%s\t%s\t%s\t%s\n' "$4" "$judged" "${5:--}" "$3" >"$file.new"	# no field is empty: read would skip it
	mv "$file.new" "$file"
	printf '  %-9s %s\n' "$4" "$3${5:+ ($5)}"
}

# combined PATCH ID: one result of those on all kernels, in $result and $detail; 1
# if it is not known. A mutant is killed if one kernel's guests kill it.
combined()
{
	local kernel best=9 rank best_result='' best_detail=''

	for kernel in "${kernels[@]}"; do
		result_on "$kernel" "$1" || continue
		case $result in
		KILLED)		rank=1 ;;
		NOCOMPILE)	rank=2 ;;
		SURVIVED)	rank=3 ;;
		SAME)		rank=4 ;;
		*)		rank=5 ;;
		esac
		if [ "$rank" -lt "$best" ]; then
			best=$rank best_result=$result best_detail=$detail
		fi
		[ "$rank" -gt 2 ] || break
	done
	result=$best_result detail=$best_detail
	[ "$best" -le 2 ] || all_known "$1" "$2"
}

# all_known PATCH ID: has it been tried on all kernels that it must be tried on?
all_known()
{
	local result detail kernel

	for kernel in "${kernels[@]}"; do
		! is_wanted_on "$kernel" "$1" "$2" || result_on "$kernel" "$1" || return 1
	done
}

# is_wanted_on KERNEL PATCH ID: the first kernel is tried with everything, another
# one with what the first did not kill and is not explained, a watched one only
# if the code is in the first
is_wanted_on()
{
	local result detail

	[ "$1" != "${kernels[0]}" ] || return 0
	result_on "${kernels[0]}" "$2" || return 1
	case $1,$result in
	*,KILLED|*,NOCOMPILE|*-*,NOTBUILT)	return 1 ;;
	esac
	! is_explained "$3" "$result"
}
