// SPDX-License-Identifier: GPL-2.0-only
/*
 * The monitor's own output: QEMU's debug console, which is a port that takes a
 * byte at a time (QEMU's option -debugcon). The serial port is the guest's: its
 * other processors go on while one is in the monitor.
 */
#include <asm/io.h>
#include <monitor/arch.h>

#define DEBUG_PORT	0xe9

/**
 * console_write() - print a string where the guest does not print
 * @s: the string
 *
 * Nothing waits, and nothing is printed if QEMU has no debug console.
 */
void console_write(const char *s)
{
	for (; *s; s++)
		outb(*s, DEBUG_PORT);
}
