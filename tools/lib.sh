# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What all tools share: where things live, how they speak, how they call git.
# To be sourced. Variables set here are for the tools that source it.
# shellcheck disable=SC2034

set -euo pipefail
shopt -s inherit_errexit
export LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin	# depmod, for those who are not root

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=${CC_DMA_BUILD:-$top/build}
# Survives "make clean" and is shared by all checkouts of one user.
cache=${CC_DMA_CACHE:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/cc-dma}
store=$build/linux.git		# all bases and the series, one object store
configs=$top/tools/testing/rig/configs	# fragments of the configurations of guest kernels

# say TAG TEXT...: one progress line, as kbuild prints them
say()
{
	printf '  %-7s %s\n' "$1" "${*:2}"
}

die()
{
	printf '%s: error: %s\n' "${0##*/}" "$1" >&2
	shift
	[ $# -eq 0 ] || printf '    %s\n' "$@" >&2
	exit "${die_code:-1}"
}

case $top in
*[[:space:]:,]*) die "Linux and QEMU take no path with spaces, colons or commas: $top" ;;
esac

# git as everybody has it: no user or system configuration, one committer, so
# that the same patches give the same bytes and the same commit ids anywhere.
# Where a repository is missing, that of this project must not be taken for it.
pgit()
{
	env -u GIT_DIR -u GIT_WORK_TREE -u GIT_INDEX_FILE \
		GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null \
		GIT_CEILING_DIRECTORIES="$build:$cache" \
		GIT_COMMITTER_NAME="cc-dma" GIT_COMMITTER_EMAIL="cc-dma@example.org" \
		GIT_AUTHOR_NAME="cc-dma" GIT_AUTHOR_EMAIL="cc-dma@example.org" \
		git -c safe.directory='*' -c gc.auto=0 -c maintenance.auto=false \
		-c core.autocrlf=false -c core.abbrev=12 -c advice.detachedHead=false \
		-c diff.algorithm=myers -c diff.noprefix=false \
		-c diff.mnemonicPrefix=false -c init.defaultBranch=main "$@"
}

# at_exit CMD...: run CMD when the tool ends, however it ends (but for SIGKILL)
exit_cmds=()
at_exit()
{
	exit_cmds+=("$(printf '%q ' "$@")")
}

run_exit_cmds()
{
	local cmd
	trap '' INT TERM HUP		# once is enough
	[ -z "${child:-}" ] || kill -- "-$child" 2>/dev/null || true
	for cmd in "${exit_cmds[@]}"; do
		eval "$cmd" || true
	done
}
trap run_exit_cmds EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# lock FILE WHAT: one process at a time; a child that outlives a killed tool
# still holds the lock, so nothing ever runs beside a leftover of itself.
lock()
{
	mkdir -p "$(dirname "$1")"
	exec {lock_fd}>"$1"
	flock -n "$lock_fd" && return
	say WAIT "another process is at work on $2"
	flock "$lock_fd"
}

# with_progress TAG TEXT LOG CMD...: run CMD with its output in LOG and say
# every 15 seconds that it is still at work. Returns the status of CMD.
with_progress()
{
	local tag=$1 text=$2 log=$3 start=$SECONDS next=15 rc=0 lines
	shift 3
	say "$tag" "$text"
	mkdir -p "$(dirname "$log")"
	set -m				# a process group of its own, to be ended with us
	"$@" >"$log" 2>&1 </dev/null &
	child=$!
	set +m
	while kill -0 "$child" 2>/dev/null; do
		sleep 0.2
		if [ $((SECONDS - start)) -ge "$next" ]; then
			lines=$(wc -l <"$log")
			[ "$lines" -gt 0 ] && lines=", $lines lines in ${log#"$top/"}" || lines=
			say "$tag" "... $((SECONDS - start)) s$lines"
			next=$((next + 15))
		fi
	done
	wait "$child" || rc=$?
	child=
	return "$rc"
}

# temporary: $tmp is a directory that is gone when the tool ends
temporary()
{
	tmp=$(mktemp -d "${TMPDIR:-/tmp}/cc-dma.XXXXXX")
	at_exit rm -rf "$tmp"
}

# make_disk DIRECTORY: the image of the disk that guests read, and its hash
make_disk()
{
	head -c 8M < <(seq -f 'line %08.0f of the disk that a guest of the rig reads' 200000) >"$1/disk.img"
	sha256sum <"$1/disk.img" >"$1/disk.sha256"
}
