/* SPDX-License-Identifier: GPL-2.0-only */
#include <asm/layout.h>

ENTRY(_start)

PHDRS
{
	text PT_LOAD FLAGS(5);		/* read, execute */
	rodata PT_LOAD FLAGS(4);	/* read */
	data PT_LOAD FLAGS(6);		/* read, write */
}

SECTIONS
{
	. = MONITOR_BASE;
	/* The loader looks for the multiboot header in the file's first 8 KiB. */
	.text : { *(.multiboot) *(.text*) } :text
	. = ALIGN(SZ_4K);
	.rodata : { *(.rodata*) } :rodata
	. = ALIGN(SZ_4K);
	.data : { *(.data*) } :data
	.bss : { *(.bss*) } :data
	__monitor_end = .;

	/DISCARD/ : { *(.note*) *(.comment) *(.eh_frame*) }
}
