# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC2034,SC2154
#
# The first kernel panics, the crash kernel looks at its memory

# The lines that the first kernel keeps begin with this. It is in no file of the initrd.
marker()
{
	echo 'a line of the first kernel' | sha256sum | cut -c-56
}

# Load the kernel again and panic. Devices have been used before, and stay in use. The crash kernel
# has no memory below 16 MiB, which some tests of the kernel need: those run in the first kernel.
crash()
{
	read_first "before the panic"
	# 64 bytes for each, so that no line is in two pages
	awk -v "marker=$(marker)" \
		'BEGIN { while (n < 512) printf "%s %06d\n", marker, n++ }' >/tmp/marked
	again=$(sed 's/crashkernel=.* rig.kdump/kunit.filter_glob=none rig.crashed/' /proc/cmdline)
	load_kernel -p "$again" || return
	echo c >/proc/sysrq-trigger
}

# The first kernel describes itself in a note.
notes()
{
	dd if=/proc/vmcore bs=4096 count=64 2>/dev/null | strings |
		grep -x "OSRELEASE=$(uname -r)" && return
	echo "the notes do not name the kernel"
	return 1
}

# All memory can be read, the pages too that the first kernel has shared.
memory()
{
	size=$(stat -c %s /proc/vmcore)
	lines=$(dd if=/proc/vmcore bs=64k 2>/tmp/dd | tr -s '\0' '\n' | grep -F "$(marker)" |
		grep -o "$(marker) [0-9]*" | sort -u | wc -l)
	if ! grep -q "^$((size / 65536))+$((size % 65536 > 0)) records in" /tmp/dd; then
		echo "$size bytes are in /proc/vmcore: $(cat /tmp/dd)"
		return 1
	fi
	[ "$lines" -eq 512 ] && return
	echo "$lines of 512 lines of the first kernel are in the $size bytes of /proc/vmcore"
	return 1
}
