# SPDX-License-Identifier: GPL-2.0-only
#
# Flatten the KTAP in a kernel log to one line for each test case:
#
#	PASS suite.case
#	SKIP suite.case reason
#	FAIL suite.case message
#
# The message is the text behind a KUnit expectation that failed, or the last
# "# case: text" diagnostic. Parameters of a case are not listed: their failure
# is the failure of the case.

# Suites of the init script; the others are KUnit's.
BEGIN {
	own_suite["virtio"] = own_suite["visible"] = own_suite["shared"] = 1
	own_suite["kmemleak"] = own_suite["lockdep"] = 1
}

{
	sub(/\r$/, "")
	if (/^monitor: /)	# it speaks whenever it has to
		next
	sub(/^\[ *[0-9]+\.[0-9]+\] ?/, "")
	line = $0
	match(line, /^ */)
	depth = int(RLENGTH / 4)
	sub(/^ */, "", line)
}

line ~ /^# Subtest: / {
	if (depth == 1) {
		suite = substr(line, 12)
		message = ""
	}
	next
}

line ~ /^# [A-Za-z0-9_]+: EXPECTATION FAILED/ || line ~ /^# [A-Za-z0-9_]+: ASSERTION FAILED/ {
	expect_text = 1
	next
}

expect_text {
	expect_text = 0
	if (message == "")
		message = line
	next
}

own_suite[suite] && line ~ /^# [a-z_]+: / {
	message = line
	sub(/^# [a-z_]+: /, "", message)
	next
}

depth == 1 && line ~ /^(not )?ok [0-9]+ / {
	result = line ~ /^not / ? "FAIL" : "PASS"
	sub(/^(not )?ok [0-9]+ (- )?/, "", line)
	name = line
	sub(/ *# .*/, "", name)
	if (line ~ /# SKIP/) {
		result = "SKIP"
		message = line
		sub(/.*# SKIP */, "", message)
	}
	print result, suite "." name (result == "PASS" ? "" : " " message)
	fflush()
	message = ""
}
