# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What the series tools share. To be sourced after setting $base.
# shellcheck disable=SC2034
# shellcheck source=../lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

base=${1:?which base, for instance 7.2}
patches=$top/patches/$base
tree=$build/linux-$base			# the work tree that people edit and build
scratch=$build/am-$base			# holds only the files the series touches
stamp=$build/linux-$base.imported	# what the work tree was made of
neutral="cc-dma <cc-dma@example.org>"
[ -f "$build/base-$base" ] || die "no base yet: run make setup"
tag=$(cat "$build/base-$base")

# touched DIR: the files that the patches in DIR change, create or delete
touched()
{
	cat "$1"/*.patch | sed -n 's,^diff --git a/.* b/,,p' | sort -u
}

# scratch_at COMMIT DIR: a sparse work tree at COMMIT for the patches in DIR
scratch_at()
{
	rm -f "$(pgit -C "$scratch" rev-parse -q --git-path index.lock 2>/dev/null)"	# of a killed run
	if ! pgit -C "$scratch" rev-parse -q --verify HEAD >/dev/null 2>&1; then
		rm -rf "$scratch"
		pgit -C "$store" worktree prune
		pgit -C "$store" worktree add -q --no-checkout --detach "$scratch" "$1"
	fi
	pgit -C "$scratch" am --quit 2>/dev/null || true
	pgit -C "$scratch" reset -q --hard 2>/dev/null || true	# a merge that was given up
	touched "$2" | sed 's,^,/,' | pgit -C "$scratch" sparse-checkout set --no-cone --stdin
	pgit -C "$scratch" checkout -q -f --detach "$1"
	pgit -C "$scratch" clean -q -f -d -x
}

# apply DIR: apply the patches in DIR on the base; prints the resulting commit.
# To be called in a command substitution.
apply()
{
	local log=$build/am.log

	lock "$scratch.lock" "$scratch"	# until the end of the substitution
	scratch_at "$tag" "$1"
	if ! pgit -C "$scratch" am -q -3 --keep-non-patch --committer-date-is-author-date \
			"$1"/*.patch >"$log" 2>&1; then
		die "the series does not apply to $tag" "$(grep -m1 '^Patch failed' "$log" || tail -n 1 "$log")" \
		    "is it in there already, or is this not a plain $base.y? whole log: $log"
	fi
	pgit -C "$scratch" rev-parse HEAD
}

# format FROM TO DIR: write the commits FROM..TO as patch files into an empty DIR
format()
{
	rm -rf "$3" && mkdir -p "$3"
	pgit -C "$store" format-patch -q --zero-commit --no-signature -N --full-index \
		--no-thread --no-cover-letter --no-renames --stat=72 -o "$3" "$1..$2"
	sed -i "0,/^From: /s/^From: .*/From: $neutral/" "$3"/*.patch
}

# What the work tree would be made of now
source_id()
{
	{ pgit -C "$store" rev-parse "$tag^{tree}"; cat "$patches"/*.patch; } | sha256sum | cut -c1-40
}
