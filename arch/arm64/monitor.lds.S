/* SPDX-License-Identifier: GPL-2.0-only */
#include <asm/layout.h>

ENTRY(_start)

SECTIONS
{
	. = MONITOR_BASE;
	__monitor_start = .;
	/* Flash is read from its first byte, see start.S. */
	.text : { *(.start) *(.text*) }
	.rodata : { *(.rodata*) }
	.data : { *(.data*) . = ALIGN(16); }
	__data_end = .;
	.bss (NOLOAD) : ALIGN(SZ_4K) { *(.bss*) . = ALIGN(16); }
	__monitor_end = .;

	/DISCARD/ : { *(.note*) *(.comment) *(.eh_frame*) }
}
