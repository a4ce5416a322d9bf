# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What the checks of a patch share: the source at a commit, and what was found.
# To be sourced after series.sh. A check is a function measure_KIND; it works for
# $name on $commit, whose source is in $src, has $result as the beginning of its
# files' names, and leaves what it finds in $result.findings.
# shellcheck disable=SC2154,SC2034

each=$build/each
src=$each/linux-$base

# checkout COMMIT: the second work tree, which nobody edits
checkout()
{
	if ! pgit -C "$src" rev-parse -q --verify HEAD >/dev/null 2>&1; then
		rm -rf "$src"
		pgit -C "$store" worktree prune
		with_progress EACH "checking out a second work tree" "$each/checkout.log" \
			pgit -C "$store" worktree add -q --detach "$src" "$tag" || return
	fi
	rm -f "$(pgit -C "$src" rev-parse --absolute-git-dir)/index.lock"	# of a killed run
	# (git notes the size and time of files: what was not changed is not written)
	pgit -C "$src" checkout -q -f --detach "$1" &&
	[ "$(pgit -C "$src" rev-parse HEAD)" = "$1" ]
}

# findings LOG: what compiler, kernel-doc and sparse complain of: each place once,
# then without line numbers, which move. Two of a kind in one file stay two lines.
findings()
{
	{ grep -iE '(^|[: ])(warning|error):' "$1" || true; } | sed "s,$src/,,; s,\(\.\./\)*linux-$base/,," |
	sort -u | sed -E 's/^(Warning: |Error: )?([^ :]+):[0-9]+[0-9:]*:? /\1\2: /' | sort
}

# sources_touched: the .c and .h files that the series changes and $src has
sources_touched()
{
	local file
	touched "$patches" | while read -r file; do
		case $file in
		*.[ch])	[ ! -f "$src/$file" ] || echo "$file" ;;
		esac
	done
}

# A file without its comments: they change no result.
code_of()
{
	sed -E '/^[[:space:]]*#([^!]|$)/d' "$@"
}
