# SPDX-License-Identifier: GPL-2.0-only
#
# awk -f fragment.awk BASE PATCHED: the share of mappings that succeed in a
# fragmented pool. BASE and PATCHED have a line for each cell: percentage of the
# slots in use, number of small buffers mapped from one large mapping to the next,
# size of the mapping in bytes (0: the small buffers, of 1 to 8 slots), number of
# mappings tried, number of mappings that succeeded.
#
# Exit code: 0 if no cell of PATCHED is below BASE and mappings of 256 KiB always
# succeed with 50 percent in use, 1 if not, 2 if the cells are not the same.

function complain(text)
{
	problems[++nr_problems] = text
	broken = 1
}

function share(succeeded, tried)
{
	return sprintf("%.1f %%", 100 * succeeded / tried)
}

function size_name(bytes)
{
	return bytes ? bytes / 1024 " KiB" : "1-8 slots"
}

function must_succeed(cell)
{
	return cell ~ /^50 [0-9]+ 262144$/
}

FNR == 1 { file++ }

NF != 5 || /[^0-9 ]/ || $4 == 0 || $5 > $4 {
	complain("not a cell: " $0)
	next
}

{ cell = $1 " " $2 " " $3 }

file == 1 {
	if (cell in base)
		complain("twice in the base: " $0)
	order[++nr_cells] = cell
	tried[cell] = $4
	base[cell] = $5
	if (must_succeed(cell))
		nr_must++
	next
}

{
	if (cell in patched || !(cell in base) || $4 != tried[cell])
		complain("not the same cell in the base: " $0)
	patched[cell] = $5
}

END {
	if (!nr_must)
		complain("no mapping of 256 KiB with 50 percent in use")
	print "SHARE OF MAPPINGS THAT SUCCEED"
	printf "%-8s %-10s %-10s %9s %9s %9s\n", "IN USE", "INTERVAL", "SIZE", "TRIED", "base", "patched"
	for (i = 1; i <= nr_cells; i++) {
		cell = order[i]
		split(cell, part, " ")
		if (!(cell in patched)) {
			complain(cell ": missing in the patched kernel")
			continue
		}
		note = ""
		if (patched[cell] < base[cell])
			note = "  BELOW"
		else if (must_succeed(cell) && patched[cell] < tried[cell])
			note = "  FAILS"
		if (note)
			bad++
		printf "%-8s %-10d %-10s %9d %9s %9s%s\n", part[1] " %", part[2],
			size_name(part[3]), tried[cell], share(base[cell], tried[cell]),
			share(patched[cell], tried[cell]), note
	}
	printf "\n"
	for (i = 1; i <= nr_problems; i++)
		print "error: " problems[i]
	printf "%d cells, %d failed\n", nr_cells, bad
	exit broken ? 2 : bad > 0
}
