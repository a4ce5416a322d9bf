# SPDX-License-Identifier: GPL-2.0-only
#
# awk -v config=CONFIG -f compare.awk EXPLAINED BASE PATCHED: the table of the
# benchmark. BASE and PATCHED have a line for each row: name, instructions of
# the cheapest call, instructions of all calls (or "-"), number of calls.
#
# Exit code:
#   0  each row of PATCHED that is above BASE has a reason in EXPLAINED
#   1  a row above BASE has no reason, or a reason is not needed
#   2  the two files do not have the same rows

function ratio(new, old)
{
	return old ? sprintf("%.4f", new / old) : new ? "inf" : "1.0000"
}

# The mean of one call
function mean(total, calls)
{
	return total == "-" ? "-" : sprintf("%.1f", total / calls)
}

function complain(text)
{
	problems[++nr_problems] = text
}

FNR == 1 { file++ }

file == 1 && /^#|^$/ { next }

file == 1 {
	split($0, part, ": *")
	split(part[1], name, " ")
	if (name[1] == "" || name[2] == "" || name[3] != "" || part[2] == "") {
		complain("not of the form 'CONFIG ROW: reason': " $0)
		broken = 1
	} else if (name[1] == config) {
		reason[name[2]] = part[2]
	}
	next
}

NF != 4 || $2 !~ /^[0-9]+$/ || $3 !~ /^([0-9]+|-)$/ || $4 + 0 == 0 {
	complain("not a row: " $0)
	broken = 1
	next
}

file == 2 {
	if ($1 in base_min) {
		complain($1 ": twice in the base")
		broken = 1
	}
	order[++nr_rows] = $1
	base_min[$1] = $2
	base_total[$1] = $3
	base_calls[$1] = $4
	next
}

{
	if ($1 in seen || !($1 in base_min) || $4 != base_calls[$1] ||
	    ($3 == "-") != (base_total[$1] == "-")) {
		complain($1 ": not the same row in the base")
		broken = 1
	}
	seen[$1]
	min[$1] = $2
	total[$1] = $3
}

END {
	if (!nr_rows) {
		complain("no rows")
		broken = 1
	}
	printf "%-42s %9s %9s %7s   %11s %11s %7s\n", "", "MINIMUM", "", "", "MEAN", "", ""
	printf "%-42s %9s %9s %7s   %11s %11s %7s\n", "ROW", "base", "patched", "ratio",
		"base", "patched", "ratio"
	for (i = 1; i <= nr_rows; i++) {
		row = order[i]
		if (!(row in seen)) {
			complain(row ": missing in the patched kernel")
			broken = 1
			continue
		}
		above = min[row] + 0 > base_min[row] + 0 ||
			total[row] != "-" && total[row] + 0 > base_total[row] + 0
		note = ""
		if (above) {
			nr_above++
			note = row in reason ? "  above, explained" : "  ABOVE"
			if (row in reason)
				nr_explained++
			else
				bad = 1
		} else if (row in reason) {
			complain(row ": is explained, but not above 1.00")
			bad = 1
		}
		line = sprintf("%-42s %9d %9d %7s   %11s %11s %7s%s", row, base_min[row],
			min[row], ratio(min[row], base_min[row]),
			mean(base_total[row], base_calls[row]),
			mean(total[row], base_calls[row]),
			total[row] == "-" ? "-" : ratio(total[row], base_total[row]), note)
		print line
		if (above)
			lines_above = lines_above line "\n"
	}
	for (row in reason)
		if (!(row in base_min)) {
			complain(row ": is explained, but there is no such row")
			bad = 1
		}
	printf "\n%s", lines_above
	for (i = 1; i <= nr_problems; i++)
		print "error: " problems[i]
	printf "%d rows, %d above 1.00, %d of them explained\n", nr_rows, nr_above, nr_explained
	exit broken ? 2 : bad
}
