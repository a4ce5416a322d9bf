# SPDX-License-Identifier: GPL-2.0-only
#
# Split a "git diff -U0 HEAD BASE", which undoes the series, into one patch for
# each hunk: DIR/hunk-0001.patch and so on. Prints for each
#
#	patch TAB file TAB function TAB first line TAB last line
#
# where lines and function are those of HEAD; a hunk that HEAD has no lines of
# (the series only removed some there) has a last line before its first one.
#
# Lines that are taken out are replaced by empty ones, so that the code below
# keeps its line numbers: what BUG() and WARN() compile to depends on them, and
# a mutant that changes no code shall give the same bytes.
#
# Variables: dir

function flush_hunk(	i, name, added) {
	if (!lines)
		return
	added = plus
	if (!whole && !continued)
		while (added < minus) {
			text[++lines] = "+"
			added++
		}
	name = sprintf("%s/hunk-%04d.patch", dir, ++hunks)
	printf "%s", header >name
	# the hunk is alone: it is at the same line on both sides, and that is
	# where "git apply" begins to look for lines that may be there twice
	printf "@@ -%d,%d +%d,%d @@\n", from, minus, from + !minus, added >name
	for (i = 1; i <= lines; i++)
		print text[i] >name
	close(name)
	printf "%s\t%s\t%s\t%d\t%d\n", name, file, where, minus ? from : from + 1, from + minus - 1 + !minus
	lines = 0
}

# The identifier that a line defines: "static int f(struct x *y" gives "f"
function defined(line) {
	if (match(line, /[A-Za-z_][A-Za-z0-9_]*\(/))
		return substr(line, RSTART, RLENGTH - 1)
	if (match(line, /^(struct|union|enum) [A-Za-z0-9_]+/)) {
		sub(/^[a-z]+ /, "", line)
		sub(/[^A-Za-z0-9_].*/, "", line)
		return line
	}
	if (match(line, /^(config|menuconfig) [A-Z0-9_]+/)) {
		sub(/^[a-z]+ /, "", line)
		return line
	}
	return ""
}

/^diff --git / {
	flush_hunk()
	header = ""
	in_header = 1
	whole = 0
	file = $0
	sub(/^diff --git a\/.* b\//, "", file)
}

/^@@ / {
	flush_hunk()
	in_header = 0
	split($2, old, ",")
	from = -old[1]
	minus = plus = continued = own = 0
	where = $0
	sub(/^@@ [^@]* @@ ?/, "", where)
	where = defined(where)
	if (where == "")
		where = "-"
	next
}

in_header {
	header = header $0 "\n"
	if (/^(deleted|new) file/)
		whole = 1
	next
}

/^[-+]/ {
	text[++lines] = $0
	if (/^-/)
		minus++
	else
		plus++
	if (/\\$/)
		continued = 1
	# a definition that begins in the hunk is where the hunk is
	if (!own && /^-[A-Za-z_].*\(/ && $0 !~ /;$/) {
		name = defined(substr($0, 2))
		where = name == "" ? where : name
		own = 1
	}
	next
}

/^\\/ { text[++lines] = $0 }	# no newline at end of file

END { flush_hunk() }
