# SPDX-License-Identifier: GPL-2.0-only
#
# Hold what a guest said, the first file, as ktap.awk leaves it, against the list of
# checks that it must report, the second file. Prints a result for each check, and
# writes what is wrong with them to the file that the variable problems names.
#
# skip		checks that must be skipped here
# ended		how the guest ended; what is missing after any other end than
#		"finished" or "stuck" is a consequence
# foreign	if not empty, the kernel is not ours: it may lack drivers and what the
#		checks look at, but something must have done DMA

BEGIN {
	n = split(skip, name)
	for (i = 1; i <= n; i++)
		must_skip[name[i]]
}

function problem(text)
{
	print text >> problems
}

function want_of(check, got)
{
	if (foreign == "")
		return check in must_skip ? "SKIP" : "PASS"
	if (check == "virtio.block_read" || check == "virtio.net_ping")
		return "PASS"
	return got == "SKIP" ? "SKIP" : "PASS"
}

function reason(line)
{
	sub(/^[^ ]+ [^ ]+ ?/, "", line)
	return line
}

FILENAME == ARGV[1] {
	if ($2 in said) {
		if (!($2 in twice))
			problem("FAIL twice in the log: " $2)
		twice[$2]
	} else {
		said[$2] = $0
		order[++count] = $2
	}
	next
}

{
	listed[$1]
	line = $1 in said ? said[$1] : "CRASH " $1 " no result"
	got = line
	sub(/ .*/, "", got)
	print line
	if (got == want_of($1, got))
		next
	if (got == "SKIP")
		problem("FAIL " $1 " must not be skipped: " reason(line))
	else if (got == "PASS")
		problem("FAIL " $1 " is expected to be skipped here, but ran")
	else if (got != "CRASH" || ended == "finished" || ended == "stuck")
		problem(line)
}

END {
	for (i = 1; i <= count; i++)
		if (!(order[i] in listed))
			problem("FAIL " order[i] " is not in the list of expected checks")
}
