# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Hold what survives against the file survivors. To be sourced by run and quick.
# shellcheck disable=SC2154

explained=$out/explained

# survivors as lines ID TAB REASON; ids on lines that follow one another have the
# same reason
read_survivors()
{
	awk '
		function flush(	i) {
			for (i = 1; i <= n; i++)
				print ids[i] "\t" reason
			n = 0
			reason = ""
		}
		/^#/ || /^[ \t]*$/ { next }
		/^[^ \t]/ { if (reason != "") flush(); ids[++n] = $1; next }
		{ sub(/^[ \t]+/, ""); reason = reason (reason == "" ? "" : " ") $0 }
		END { flush() }' "$here/survivors" >"$explained"
	local id reason bad=()
	while IFS=$'\t' read -r id reason; do
		[ -n "$reason" ] || bad+=("$id: has no reason")
		case $id in
		*'*'*)	is_pattern_used "$id" || bad+=("$id: matches no mutant") ;;
		*)	grep -qxF "$id" < <(cut -f1 "$out/list") || bad+=("$id: there is no such mutant any more") ;;
		esac
	done <"$explained"
	mapfile -t -O ${#bad[@]} bad < <(cut -f1 "$explained" | sort | uniq -d | sed 's/$/: is there twice/')
	[ ${#bad[@]} -eq 0 ] || die "tools/testing/mutants/survivors does not fit to the series:" "${bad[@]}"
}

is_pattern_used()
{
	local id

	while read -r id; do
		# shellcheck disable=SC2053
		[[ $id != $1 ]] || return 0
	done < <(cut -f1 "$out/list")
	return 1
}

# is_explained ID RESULT: a pattern explains only what no guest kernel has in it,
# it must not hide what a test could have found
is_explained()
{
	local id reason

	while IFS=$'\t' read -r id reason; do
		[ "$id" != "$1" ] || return 0
		# shellcheck disable=SC2053
		[[ $2 = NOTBUILT && $1 = $id ]] && return 0
	done <"$explained"
	return 1
}

# judge_survivors ERRORS: the report against the file; 0 if they fit
judge_survivors()
{
	local result detail id unexplained=0 stale=0

	while IFS=$'\t' read -r result detail id; do
		case $result in
		SURVIVED|SAME|NOTBUILT)
			is_explained "$id" "$result" && continue
			say FAIL "$result and not explained: $id"
			sed '1,/^@@/d; /^[-+]$/d; s/^/        /' "$(awk -F'\t' -v i="$id" '$1 == i { print $6 }' "$out/list")"
			unexplained=$((unexplained + 1)) ;;
		*)
			grep -qxF "$id" < <(cut -f1 "$explained") || continue
			say FAIL "explained, but it is $result ($detail): $id"
			stale=$((stale + 1)) ;;
		esac
	done <"$out/report"
	echo
	say MUTANTS "$(wc -l <"$out/report") of $(wc -l <"$out/selected") tried (grain ${GRAIN:-hunk}), $(
		)$unexplained to explain, $stale explained for nothing, $1 without a result"
	[ $((unexplained + stale + $1)) -eq 0 ] && [ -s "$out/report" ] &&
		[ "$(wc -l <"$out/report")" -eq "$(wc -l <"$out/selected")" ]
}
