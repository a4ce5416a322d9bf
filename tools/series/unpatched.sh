# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# The base without the series, as a work tree of its own. To be sourced after series.sh.
# shellcheck disable=SC2154,SC2034
#
# Results are below build/base in the same places as those of the series are below
# build. Seen from the output both sources have the same name, so what the series
# does not touch is compiled once and comes from ccache then.

unpatched=$build/base

# use_unpatched LOG: set $tree to the work tree of the base, and check it out if it
# is not there
use_unpatched()
{
	tree=$unpatched/linux-$base
	if [ ! -f "$tree.complete" ] ||
	   [ "$(pgit -C "$tree" rev-parse HEAD)" != "$(pgit -C "$store" rev-parse "$tag^{commit}")" ]; then
		rm -rf "$tree" "$tree.complete"
		pgit -C "$store" worktree prune
		with_progress TREE "checking out the base in ${tree#"$top/"}" "$1" \
			pgit -C "$store" worktree add -q --detach "$tree" "$tag" ||
			die "checkout failed: $(tail -n 1 "$1")"
		touch "$tree.complete"
	fi
	[ -z "$(pgit -C "$tree" status --porcelain -uno)" ] ||
		die "the base is needed as it is, but $tree has changes"
}
