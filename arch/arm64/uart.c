// SPDX-License-Identifier: GPL-2.0-only
/* The console: the PL011 of QEMU's machine. Arm PrimeCell UART (DDI 0183), 3.3. */
#include <asm/io.h>
#include <asm/layout.h>
#include <asm/personality.h>
#include <asm/smp.h>
#include <asm/stage2.h>
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

/*
 * Another processor of the guest would write into the middle of the line. It
 * stops where it does, see exit.c. Returns the guest's address, or 0.
 */
static u64 take_from_guest(void)
{
	u64 ipa;

	if (smp_is_alone())
		return 0;
	ipa = UART_BASE | personality->shared_bit;
	if (!stage2_is_mapped(ipa))
		return 0;
	stage2_unmap(ipa);
	return ipa;
}

static void give_to_guest(u64 ipa)
{
	if (ipa)
		stage2_map(ipa, UART_BASE, STAGE2_DEVICE);
}

/**
 * console_write() - print a string on the serial port
 * @s: the string; a line feed gets its carriage return
 *
 * Polls, and leaves line settings and interrupts as the guest has set them.
 * QEMU transmits even when the guest has not enabled the UART yet. There is no
 * timeout: if nobody takes what is printed, this never returns. To be called
 * with monitor_lock, but for what is the monitor's last word.
 */
void console_write(const char *s)
{
	u64 guest = take_from_guest();

	for (; *s; s++) {
		if (*s == '\n')
			put_char('\r');
		put_char(*s);
	}
	give_to_guest(guest);
}
