// SPDX-License-Identifier: GPL-2.0-only
/*
 * The console: the first serial port. It is a 16550, described in National
 * Semiconductor's PC16550D data sheet, section 8.
 */
#include <asm/io.h>
#include <monitor/arch.h>
#include <monitor/macros.h>

#define COM1_BASE	0x3f8

/* PC16550D, table II: registers by offset from the base */
#define UART_THR	0		/* transmitter holding register */
#define UART_LSR	5		/* line status register */

/* PC16550D, 8.3 Line status register */
#define UART_LSR_THRE	BIT(5)		/* transmitter holding register empty */

static void put_char(char c)
{
	while (!(inb(COM1_BASE + UART_LSR) & UART_LSR_THRE))
		;
	outb(c, COM1_BASE + UART_THR);
}

/**
 * console_write() - print a string on the first serial port
 * @s: the string; a line feed gets its carriage return
 *
 * Polls, and leaves line settings and interrupts as the firmware or the guest
 * has set them. There is no timeout: without a serial port, or with one that
 * is held by flow control, this never returns.
 */
void console_write(const char *s)
{
	for (; *s; s++) {
		if (*s == '\n')
			put_char('\r');
		put_char(*s);
	}
}
