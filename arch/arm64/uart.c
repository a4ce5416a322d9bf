// SPDX-License-Identifier: GPL-2.0-only
/* The console: the PL011 of QEMU's machine. Arm PrimeCell UART (DDI 0183), 3.3. */
#include <asm/io.h>
#include <asm/layout.h>
#include <monitor/arch.h>
#include <monitor/macros.h>

#define UARTDR			0x00		/* 3.3.1 Data Register */
#define UARTFR			0x18		/* 3.3.3 Flag Register */
#define UARTFR_TXFF		BIT(5)		/* transmit FIFO full */

static void put_char(char c)
{
	while (readl(UART_BASE + UARTFR) & UARTFR_TXFF)
		;
	writel(c, UART_BASE + UARTDR);
}

/**
 * console_write() - print a string on the serial port
 * @s: the string; a line feed gets its carriage return
 *
 * Polls, and leaves line settings and interrupts as the guest has set them.
 * QEMU transmits even when the guest has not enabled the UART yet. There is no
 * timeout: if nobody takes what is printed, this never returns.
 */
void console_write(const char *s)
{
	for (; *s; s++) {
		if (*s == '\n')
			put_char('\r');
		put_char(*s);
	}
}
