# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Form and style of a patch file, as in "make check-series"
# shellcheck disable=SC2154

# shellcheck source=../patch.sh
. "$top/tools/series/patch.sh"

measure_form()
{
	form_of "$file" "${positions[number]}" >"$result.findings"
}

measure_style()
{
	style_of "$file" >"$result.findings"
}

recipe_form()
{
	code_of "$top/tools/series/patch.sh"
	echo "$neutral"
}

recipe_style()
{
	code_of "$top/tools/series/patch.sh"
	cat "$top/tools/series/style.allow"
	pgit -C "$store" rev-parse "$tag:scripts"
}
