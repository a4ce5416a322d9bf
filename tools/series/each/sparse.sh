# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# sparse, by the kernel's C=2, on what the configuration x86_64 compiles
# shellcheck disable=SC2154,SC2034

measure_sparse()
{
	local object

	prepare x86_64 || return
	# What has been compiled is checked all the same (C=2), so that nothing but
	# sparse has anything to say.
	xargs nice make -s -C "$src" O="$out" ARCH="$arch" W=1 -j"$jobs" <"$result.objects" \
		>"$result.prepare" 2>&1 || { cat "$result.prepare"; return 1; }
	xargs nice make -C "$src" O="$out" ARCH="$arch" W=1 C=2 CHECK="$sparse" -j"$jobs" \
		<"$result.objects" || return
	if grep -q 'not available\|not up to date' "$result.log"; then
		echo "error: the kernel has left sparse out: $sparse is not up to date"
		return 1
	fi
	while read -r object; do
		grep -q "^  CHECK .*/${object%.o}\.c\$" "$result.log" ||
			{ echo "error: ${object%.o}.c was not checked"; return 1; }
	done <"$result.objects"
	findings "$result.log" >"$result.findings"
}

recipe_sparse()
{
	local name=x86_64

	recipe_build
	code_of "$here/sparse.sh"
	cksum <"$sparse"
}
