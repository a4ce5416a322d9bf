# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Run functions in processes of their own, beside each other. To be sourced after lib.sh.

capacity=${JOBS:-$(nproc)}
[[ $capacity =~ ^[1-9][0-9]*$ ]] || die "JOBS=$capacity: not a number of processors"

# beside CMD...: start CMD in the background, as soon as fewer than $capacity are running.
# Its exit code is not kept: what it has to say goes to a file.
beside()
{
	while [ "$(jobs -rp | wc -l)" -ge "$capacity" ]; do
		wait -n || true
	done
	set -m				# a process group of its own, to be ended with us
	(
		set +m
		# shellcheck disable=SC2034
		exit_cmds=() child=	# not those of the process that has started us
		trap run_exit_cmds EXIT
		trap 'exit 143' TERM
		"$@"
	) &
	set +m
}

# finish_beside: wait until all have ended
finish_beside()
{
	wait
}

# end_beside: end those that are running, with their children
end_beside()
{
	local pids

	mapfile -t pids < <(jobs -p)
	[ ${#pids[@]} -eq 0 ] || kill -- "${pids[@]/#/-}" 2>/dev/null || true
	wait
}
at_exit end_beside

# in_one_piece FILE CMD...: CMD with its output in FILE, shown when it ends
in_one_piece()
{
	local file=$1

	shift
	exec 3>&1 >"$file" 2>&1
	at_exit show_piece "$file"
	"$@"
}

show_piece()
{
	cat "$1" >&3
}
