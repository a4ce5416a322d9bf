# SPDX-License-Identifier: GPL-2.0-only
#
# Mutants of single statements that the series added to a C file:
#
#	drop	a call, an assignment or a jump becomes an empty statement
#	not	the condition of an if or a while, or what is returned, is negated
#
# Reads the file as it is in HEAD. Each mutant is a patch that keeps all line
# numbers: DIR/KIND-FILE-LINE.patch. Prints for each what split.awk prints.
# Kernel style is taken for granted: a function has its braces in column 0, a
# statement begins its line.
#
# Variables: dir, file (its path in the tree), added (first-last numbers of the
# lines that are the series', separated by spaces)

# The line without comments and without what is in quotes, at the same columns
function code_of(line,	out, i, c, two, quote) {
	out = ""
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		two = substr(line, i, 2)
		if (in_comment) {
			if (two == "*/") {
				in_comment = 0
				out = out " "
				i++
			}
			out = out " "
		} else if (quote != "") {
			if (c == "\\") {
				out = out " "
				i++
			} else if (c == quote) {
				quote = ""
			}
			out = out (quote == "" ? c : " ")
		} else if (two == "/*") {
			in_comment = 1
			out = out "  "
			i++
		} else if (two == "//") {
			break
		} else {
			if (c == "\"" || c == "'")
				quote = c
			out = out c
		}
	}
	sub(/[ \t]+$/, "", out)
	return out
}

# Where the parenthesis at line, column ends: sets end_line, end_column
function find_end(line, column,	depth, c) {
	for (; line <= NR && line < start + 30; line++) {
		for (; column <= length(code[line]); column++) {
			c = substr(code[line], column, 1)
			if (c == "(")
				depth++
			else if (c == ")" && --depth == 0) {
				end_line = line
				end_column = column
				return 1
			}
		}
		column = 1
	}
	return 0
}

# The semicolon that ends the statement: sets end_line; no blocks inside
function find_semicolon(line,	depth, i, c) {
	for (; line <= NR && line < start + 30; line++) {
		for (i = 1; i <= length(code[line]); i++) {
			c = substr(code[line], i, 1)
			if (c == "(")
				depth++
			else if (c == ")")
				depth--
			else if (c == "{" || c == "}")
				return 0
			else if (c == ";" && !depth) {
				end_line = line
				end_column = i
				return i == length(code[line])
			}
		}
	}
	return 0
}

# Write out what new[start..end_line] makes of the statement
function mutant(kind,	i, name) {
	name = file
	gsub(/\//, "-", name)
	name = sprintf("%s/%s-%s-%05d.patch", dir, kind, name, start)
	printf "diff --git a/%s b/%s\n--- a/%s\n+++ b/%s\n", file, file, file, file >name
	printf "@@ -%d,%d +%d,%d @@\n", start, end_line - start + 1, start, end_line - start + 1 >name
	for (i = start; i <= end_line; i++)
		print "-" raw[i] >name
	for (i = start; i <= end_line; i++)
		print "+" new[i] >name
	close(name)
	printf "%s\t%s\t%s\t%d\t%d\n", name, file, where, start, end_line
}

# put(LINE, COLUMN, TEXT): TEXT before COLUMN
function put(line, column, text) {
	new[line] = substr(new[line], 1, column - 1) text substr(new[line], column)
}

function negate(open,	i) {
	if (!find_end(start, open))
		return
	for (i = start; i <= end_line; i++)
		new[i] = raw[i]
	put(end_line, end_column, ")")
	put(start, open + 1, "!(")
	mutant("not")
}

function negate_return(	i, column) {
	if (!find_semicolon(start))
		return
	for (i = start; i <= end_line; i++)
		new[i] = raw[i]
	column = index(code[start], " ? ")
	if (column)
		put(start, column, ")")
	else
		put(end_line, end_column, ")")
	sub(/return /, "return !(", new[start])
	mutant("not")
}

function drop(	i) {
	if (!find_semicolon(start))
		return
	for (i = start; i <= end_line; i++)
		new[i] = ""
	new[start] = raw[start]
	sub(/[^ \t].*/, ";", new[start])
	mutant("drop")
}

function statement(s) {
	if (match(s, /^(\} )?(else )?(if|while) \(/))
		negate(index(code[start], "(") )
	else if (s ~ /^return [^;]/ && s !~ /^return NULL;/)
		negate_return()
	else if (s ~ /^(pr|dev|netdev|trace)_[a-z_]*\(/)
		return			# no test can be asked to miss a message
	else if (s ~ /^(return|break|continue);|^goto /)
		drop()
	else if (s ~ /^(const|static|struct|union|enum|unsigned|signed|case|default|else|do|for|switch|return|typedef|asm|LIST_HEAD|DEFINE_[A-Z_]*|[a-z_]*for_each[a-z_]*)([ (:;]|$)/)
		return
	else if (s ~ /^[A-Za-z_][A-Za-z0-9_]*( +\**|\*+ *)[A-Za-z_][A-Za-z0-9_]*( *[=;,[]|$)/)
		return			# a declaration
	else if (s ~ /^[A-Za-z_(*+-]/ && s !~ /^[A-Za-z_][A-Za-z0-9_]*:/)
		drop()
}

{
	raw[NR] = $0
	code[NR] = code_of($0)
}

END {
	n = split(added, ranges, " ")
	for (i = 1; i <= n; i++) {
		split(ranges[i], r, "-")
		for (k = r[1]; k <= r[2]; k++)
			is_added[k] = 1
	}
	fresh = 1			# a statement may begin here
	for (start = 1; start <= NR; start++) {
		line = code[start]
		if (line ~ /^#/ || directive) {
			directive = line ~ /\\$/
			continue
		}
		if (line == "")
			continue
		if (line ~ /^\{/) {
			inside = 1
			where = name
			fresh = 1
			depth = 0
			continue
		}
		if (line ~ /^\}/)
			inside = 0
		if (!inside) {
			if (match(line, /[A-Za-z_][A-Za-z0-9_]*\(/) && line ~ /^[A-Za-z_]/)
				name = substr(line, RSTART, RLENGTH - 1)
			continue
		}
		s = line
		sub(/^[ \t]+/, "", s)
		if (fresh) {
			control = s ~ /^(\} )?(else )?(if|while|for|switch|[a-z_]*for_each[a-z_]*|scoped_[a-z_]*) ?\(/
			if (is_added[start])
				statement(s)
		}
		for (i = 1; i <= length(line); i++) {
			c = substr(line, i, 1)
			depth += (c == "(") - (c == ")")
		}
		fresh = !depth && (line ~ /[;{}]$/ || (control && line ~ /\)$/) ||
			s ~ /^(else|do|\} else)$/ || s ~ /^(case .*|default|[A-Za-z_][A-Za-z0-9_]*):$/)
	}
}
