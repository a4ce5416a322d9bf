# SPDX-License-Identifier: GPL-2.0-only
#
# awk -v config=CONFIG -f costs.awk BASE PATCHED: the cost of a map and its unmap
# together: the mean of all calls and of both directions, less the copies of the
# buffer. One direction is not enough: where the free part of a pool holds an even
# number of buffers, the same direction always pays for passing the slots in use.
# Each output line has configuration, set, bytes, pools, fill, base and patched.

FNR == 1 { file++ }

{ split($1, part, "/") }

part[1] == "copy" { copy[file, part[3]] = $3 / $4 }

part[2] ~ /^(map|unmap)-(to|from)$/ && part[4] ~ /^pools=/ {
	cell = config " " part[1] " " part[3] " " substr(part[4], 7) " " substr(part[5], 6)
	if (file == 1 && part[2] == "map-to")
		order[++nr_cells] = cell
	bytes[cell] = part[3]
	cost[file, cell] += $3 / $4 / 2
	# "unmap-to" is the only one that does not copy
	nr_copies[cell] += file == 1 && part[2] != "unmap-to"
}

function less_copies(file, cell)
{
	return cost[file, cell] - copy[file, bytes[cell]] * nr_copies[cell] / 2
}

END {
	for (i = 1; i <= nr_cells; i++) {
		cell = order[i]
		if (!((1, bytes[cell]) in copy) || !((2, bytes[cell]) in copy)) {
			print "costs.awk: no row copy/memcpy/" bytes[cell] >"/dev/stderr"
			exit 1
		}
		printf "%s %.0f %.0f\n", cell, less_copies(1, cell), less_copies(2, cell)
	}
}
