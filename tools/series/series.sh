# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What the series tools share. To be sourced after setting $base.
# shellcheck disable=SC2034
# shellcheck source=../lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

base=${1:?which base, for instance 7.2}
patches=${CC_DMA_PATCHES:-$top/patches}/$base
tree=$build/linux-$base			# the work tree that people edit and build
scratch=$build/am-$base			# holds only the files the series touches
stamp=$build/linux-$base.imported	# what the work tree was made of
neutral="cc-dma <cc-dma@example.org>"
topic_max=12				# patches in a topic
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

# is_topic NAME: a topic is called as its directory is, for instance 01-fixes
is_topic()
{
	[[ $1 =~ ^[0-9]{2}(-[a-z0-9]+)+$ ]]
}

# with_topics DIR HEAD: the commits up to HEAD, which "apply DIR" has printed, with an
# empty commit before those of each topic. The message of an empty commit is the name
# of the topic and its cover letter. Prints the last commit.
with_topics()
{
	local commits files i parent name topic='' letter date

	mapfile -t files < <(patch_files "$1")
	mapfile -t commits < <(pgit -C "$store" rev-list --reverse "$tag..$2")
	parent=$(pgit -C "$store" rev-parse "$tag^{commit}")
	for i in "${!files[@]}"; do
		name=${files[i]#"$1/"}
		if [ "${name%/*}" != "$topic" ]; then
			topic=${name%/*}
			letter=$1/$topic/cover-letter
			is_topic "$topic" || die "series: $name is not in the directory of a topic"
			[[ "$(head -n 1 "$letter" 2>&1)" = "Subject: [PATCH] "* ]] ||
				die "$topic/cover-letter is missing, or does not begin with 'Subject: [PATCH] '"
			# a date that is the same in each import
			date=$(pgit -C "$store" log -1 --format=%ad --date=raw "${commits[i]}")
			parent=$(sed "1s/^Subject: \[PATCH\]/$topic:/" "$letter" |
				GIT_AUTHOR_DATE=$date GIT_COMMITTER_DATE=$date pgit -C "$store" \
				commit-tree -p "$parent" "$parent^{tree}")
		fi
		parent=$(pgit -C "$store" cat-file commit "${commits[i]}" |
			sed "0,/^parent /s/^parent .*/parent $parent/" |
			pgit -C "$store" hash-object -t commit -w --stdin)
	done
	echo "$parent"
}

# topics FROM TO: divide the commits FROM..TO into topics. Prints a line for each: its
# name, the empty commit that begins it, and its last commit.
topics()
{
	local commit tree subject before topic='' begin last count previous='' names=''
	local hint="a topic begins with an empty commit: git commit --allow-empty -m '08-slots: Title' -m 'Text'"

	before=$(pgit -C "$store" rev-parse "$1^{tree}")
	while read -r commit tree subject; do
		if [[ $subject = *": "?* ]] && is_topic "${subject%%: *}"; then
			[ "$tree" = "$before" ] || die "the commit '$subject' changes files" "$hint"
			previous=$topic topic=${subject%%: *}
			[ -z "$previous" ] || end_topic "$previous" "$count" "$begin" "$last"
			begin=$commit last=$commit count=0
			[[ " $names " != *" ${topic#*-} "* ]] || die "two topics are called ${topic#*-}"
			names+=" ${topic#*-}"
			[ -z "$previous" ] || [ "${previous%%-*}" -lt "${topic%%-*}" ] ||
				die "the topic $topic comes after $previous"
		elif [ "$tree" = "$before" ]; then
			die "the empty commit '$subject' does not name a topic" "$hint"
		elif [ -z "$topic" ]; then
			die "the patch '$subject' comes before the first topic" "$hint"
		else
			last=$commit count=$((count + 1))
		fi
		before=$tree
	done < <(pgit -C "$store" log --reverse --format='%H %T %s' "$1..$2")
	[ -n "$topic" ] || die "there are no patches on $tag"
	end_topic "$topic" "$count" "$begin" "$last"
}

# end_topic TOPIC COUNT BEGIN LAST: what topics() prints of one
end_topic()
{
	[ "$2" -gt 0 ] || die "the topic $1 has no patches"
	[ "$2" -le "$topic_max" ] || die "the topic $1 has $2 patches, more than $topic_max"
	echo "$1 $3 $4"
}

# format FROM TO DIR: write the commits FROM..TO into an empty DIR: a directory for each
# topic, and the file series
format()
{
	local list topic begin last

	list=$(topics "$1" "$2")
	rm -rf "$3" && mkdir -p "$3"
	while read -r topic begin last; do
		pgit -C "$store" format-patch -q --zero-commit --no-signature -N --full-index \
			--no-thread --no-cover-letter --no-renames --stat=72 -o "$3/$topic" "$begin..$last"
		pgit -C "$store" cat-file commit "$begin" | sed '1,/^$/d' |
			sed "1s/^$topic:/Subject: [PATCH]/" >"$3/$topic/cover-letter"
	done <<<"$list"
	sed -i "0,/^From: /s/^From: .*/From: $neutral/" "$3"/*/*.patch
	(cd "$3" && printf '%s\n' */*.patch) >"$3/series"
}

# What the work tree would be made of now
source_id()
{
	{
		pgit -C "$store" rev-parse "$tag^{tree}"
		[ ! -d "$patches" ] || (cd "$patches" && find . -name '*.patch' -o -name cover-letter -o -name series |
					sort | xargs -r -d '\n' sha256sum)
	} | sha256sum | cut -c1-40
}
