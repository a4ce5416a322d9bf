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

# patch_files DIR: the patch files in DIR, in the order of DIR/series. A base
# without patches has no DIR.
patch_files()
{
	local file

	[ -d "$1" ] || return 0
	[ -f "$1/series" ] || die "there is no $1/series"
	while read -r file; do
		printf '%s/%s\n' "$1" "$file"
	done <"$1/series"
}

# touched DIR: the files that the patches in DIR change, create or delete
touched()
{
	patch_files "$1" | xargs -r -d '\n' sed -n 's,^diff --git a/.* b/,,p' | sort -u
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
	local log=$build/am.log files

	files=$(patch_files "$1")
	if [ -z "$files" ]; then
		pgit -C "$store" rev-parse "$tag^{commit}"
		return
	fi
	mapfile -t files <<<"$files"
	lock "$scratch.lock" "$scratch"	# until the end of the substitution
	scratch_at "$tag" "$1"
	if ! pgit -C "$scratch" am -q -3 --keep-non-patch --committer-date-is-author-date \
			"${files[@]}" >"$log" 2>&1; then
		die "the series does not apply to $tag" "$(grep -m1 '^Patch failed' "$log" || tail -n 1 "$log")" \
		    "is it in there already, or is this not a plain $base.y? whole log: $log"
	fi
	pgit -C "$scratch" rev-parse HEAD
}

# format FROM TO DIR: write the commits FROM..TO as patch files into an empty DIR,
# and DIR/series
format()
{
	rm -rf "$3" && mkdir -p "$3"
	pgit -C "$store" format-patch -q --zero-commit --no-signature -N --full-index \
		--no-thread --no-cover-letter --no-renames --stat=72 -o "$3" "$1..$2"
	sed -i "0,/^From: /s/^From: .*/From: $neutral/" "$3"/*.patch
	(cd "$3" && printf '%s\n' *.patch) >"$3/series"
}

# What the work tree would be made of now
source_id()
{
	{ pgit -C "$store" rev-parse "$tag^{tree}"; patch_files "$patches" | xargs -r -d '\n' cat; } |
		sha256sum | cut -c1-40
}
