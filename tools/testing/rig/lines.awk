# SPDX-License-Identifier: GPL-2.0-only
#
# Put a console log in order that the monitor has written to while another
# processor of the guest was in the middle of a line. What the monitor writes is
# whole lines; the rest of the guest's line comes after them.

function cut(line,  at)
{
	at = match(line, /monitor: /)
	if (at > 1 && line !~ /^monitor: /) {
		head = head substr(line, 1, at - 1)
		line = substr(line, at)
	}
	return line
}

{
	line = cut($0)
	if (line ~ /^monitor: /) {
		print line
	} else {
		print head line
		head = ""
	}
}

END {
	if (head != "")
		print head
}
