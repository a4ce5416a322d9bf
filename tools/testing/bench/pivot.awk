# SPDX-License-Identifier: GPL-2.0-only
#
# awk -v where="FIELD=VALUE ..." -v row=FIELD -v column=FIELD -v columns="VALUE ..."
#     [-v rst=1] -f pivot.awk COSTS: a part of the output of costs.awk. There is a line
# for each value of the field "row", and two columns, base and patched, for each
# value of the field "column" in "columns". With rst=1, the result is a table in
# reStructuredText. Without rst=1, the result is numbers for gnuplot.

function name(field, value)
{
	if (field == 3)
		return value < 1024 ? value " bytes" : value / 1024 " KiB"
	if (field == 4)
		return value == 1 ? "1 pool" : value " pools"
	return value " %"
}

function line(first, text,    i)
{
	printf "%-12s", first
	for (i = 1; i <= nr_columns; i++)
		printf "  %" width "s  %" width "s", text[i, 1], text[i, 2]
	printf "\n"
}

# Two lines: each value of the field "column" spans the columns base and patched
function head(    i)
{
	printf "%-12s", ""
	for (i = 1; i < nr_columns; i++)
		printf "  %-20s", name(column, value[i])
	printf "  %s\n------------", name(column, value[nr_columns])
	for (i = 1; i <= nr_columns; i++)
		printf "  --------------------"
	printf "\n"
	line(field_names[row], kernels)
}

BEGIN {
	width = rst ? 9 : 1
	nr_columns = split(columns, value, " ")
	nr_tests = split(where, test, " ")
	split("- - SIZE POOLS USED", field_names, " ")
	for (i = 1; i <= nr_columns; i++) {
		number[value[i]] = i
		rule[i, 1] = rule[i, 2] = "========="
		kernels[i, 1] = "base"
		kernels[i, 2] = "patched"
	}
}

{
	for (i = 1; i <= nr_tests; i++) {
		split(test[i], part, "=")
		if ($part[1] != part[2])
			next
	}
	if (!($column in number))
		next
	if (!($row in seen))
		rows[++nr_rows] = $row
	seen[$row]
	cost[$row, number[$column], 1] = $6
	cost[$row, number[$column], 2] = $7
}

END {
	if (!nr_rows) {
		print "pivot.awk: nothing is " where >"/dev/stderr"
		exit 1
	}
	if (rst) {
		line("============", rule)
		head()
		line("============", rule)
	}
	for (n = 1; n <= nr_rows; n++) {
		for (i = 1; i <= nr_columns; i++) {
			cells[i, 1] = cost[rows[n], i, 1]
			cells[i, 2] = cost[rows[n], i, 2]
		}
		line(rst ? name(row, rows[n]) : rows[n], cells)
	}
	if (rst)
		line("============", rule)
}
