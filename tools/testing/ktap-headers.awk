# SPDX-License-Identifier: GPL-2.0-only
#
# Make the headers of KTAP in a console log whole, for kunit.py: a message of
# another part of the kernel between "KTAP version" and "# Subtest", at whatever
# time it comes, is the end of the header to it (parse_test_header() in
# tools/testing/kunit/kunit_parser.py). Such messages come before the header.

/^\[ *[0-9.]+\] *KTAP version [0-9]/ {
	if (header != "")
		print header
	header = $0
	next
}

header != "" && /^\[ *[0-9.]+\] *(# Subtest: |1\.\.[0-9]|ok [0-9]|not ok [0-9])/ {
	print header
	header = ""
}

{ print }

END {
	if (header != "")
		print header
}
