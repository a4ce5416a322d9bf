# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# kernel-doc, all its warnings, on the sources and headers that the series touches
# shellcheck disable=SC2154

measure_kdoc()
{
	local tool=$src/tools/docs/kernel-doc files

	[ -f "$tool" ] || tool=$src/scripts/kernel-doc
	mapfile -t files < <(sources_touched)
	[ ${#files[@]} -gt 0 ] || { echo "error: no files to check"; return 1; }
	cd "$src" && PATH=/usr/bin:$PATH PYTHONDONTWRITEBYTECODE=1 "$tool" -none -Wall "${files[@]}" || return
	# where python is too old for it
	! grep -q 'Skipping checks' "$result.log" || { echo "error: kernel-doc did not run"; return 1; }
	echo "${#files[@]} files" >"$result.note"
	findings "$result.log" >"$result.findings"
}

recipe_kdoc()
{
	code_of "$here/kdoc.sh" "$here/common.sh"
	touched "$patches" | grep '\.[ch]$'
	/usr/bin/env PATH="/usr/bin:$PATH" python3 --version
}
