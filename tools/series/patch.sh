# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# The rules for one patch file, form and style, and for a cover letter. To be sourced
# after series.sh. Each function prints a line for each rule that is broken.
# shellcheck disable=SC2154

# form_of FILE NUMBER: NUMBER is that in the topic
form_of()
{
	local file=$1 subject

	case ${file##*/} in
	$(printf %04d "$2")-*.patch) ;;
	*)	echo "is number $2 of its topic" ;;
	esac
	head -n 1 "$file" | grep -qx 'From 0\{40\} Mon Sep 17 00:00:00 2001' ||
		echo "has a commit id of somebody's tree"
	[ "$(sed -n '2s/^From: //p' "$file")" = "$neutral" ] ||
		echo "the author is not $neutral"
	! grep -qi '^Signed-off-by:' "$file" ||
		echo "has a Signed-off-by; the person who posts adds their own"
	subject=$(sed -n '/^Subject: /,/^[^ ]/{s/^Subject: \[PATCH\] //p;s/^ //p}' "$file" | paste -sd' ')
	[ "${#subject}" -le 75 ] || echo "the subject is longer than 75 characters"
	[[ $subject =~ ^[a-z0-9/-]+(\ core)?(:\ [a-z0-9/-]+)*:\ [A-Za-z] ]] ||
		echo "the subject is not of the form 'area: What is done'"
}

# letter_form_of FILE
letter_form_of()
{
	local title

	title=$(sed -n '1s/^Subject: \[PATCH\] \(.*[^ ]\)$/\1/p' "$1")
	[ -n "$title" ] || echo "the first line is not 'Subject: [PATCH] title'"
	[ "${#title}" -le 75 ] || echo "the title is longer than 75 characters"
	[ -z "$(sed -n 2p "$1")" ] && [ -n "$(sed -n 3p "$1")" ] ||
		echo "there is no text after the first line and an empty one"
	! grep -qi '^Signed-off-by:' "$1" ||
		echo "has a Signed-off-by; the person who posts adds their own"
	# (a line that is indented is a quotation)
	{ grep -nE '^[^[:space:]].{75}' "$1" || true; } |
		sed '/^1:/d; s/:.*//; s/.*/line & is longer than 75 characters/'
}

# style_of FILE: checkpatch, except for the lines in style.allow, which have a reason
# there. The object store has releases only, no commits that a "Fixes:" tag can name.
style_of()
{
	local file=$1 allow=$top/tools/series/style.allow line out
	out=$(cd "$tree" && PATH=/usr/bin:$PATH perl scripts/checkpatch.pl --strict --no-signoff \
		--ignore UNKNOWN_COMMIT_ID --terse --no-summary --show-types "$file" 2>&1) ||
		grep -qE '(ERROR|WARNING|CHECK):' <<<"$out" ||
		echo "checkpatch did not run: $(head -n 1 <<<"$out")"
	{ grep -E '(ERROR|WARNING|CHECK):' <<<"$out" || true; } | sed 's,.*\.patch:[0-9]*: ,,' |
	while read -r line; do
		grep -v '^#' "$allow" | grep -qxF "$(basename "$file" | cut -c6-):$line" ||
			echo "checkpatch: $line"
	done
}
