// SPDX-License-Identifier: GPL-2.0-only
/* Texas Instruments PC16550D data sheet, section 8 "Registers" */
#include <linux/serial_reg.h>

#include <monitor/types.h>

#include "console.h"
#include "layout.h"
#include "mmio.h"
#include "uart.h"
#include "vm.h"

#define UART_REGISTERS	8

static struct {
	u8 ier;
	u8 lcr;
	u8 mcr;
	u8 scr;
	u8 divisor[2];
	bool fifo;
	bool empty;		/* the interrupt for that is due */
} uart;

static bool interrupt(void)
{
	return uart.empty && uart.ier & UART_IER_THRI;
}

static u64 uart_read(void *device, u64 offset, u32 bytes)
{
	u64 value = 0;

	(void)device;
	(void)bytes;
	if (uart.lcr & UART_LCR_DLAB && offset <= UART_DLM)
		return uart.divisor[offset];
	switch (offset) {
	case UART_IER:
		return uart.ier;
	case UART_IIR:
		value = uart.fifo ? UART_IIR_FIFO_ENABLED_16550A : 0;
		if (!interrupt())
			return value | UART_IIR_NO_INT;
		/* 8.6: reading this acknowledges it */
		uart.empty = false;
		vm_set_irq(UART_SPI, false);
		return value | UART_IIR_THRI;
	case UART_LCR:
		return uart.lcr;
	case UART_MCR:
		return uart.mcr;
	case UART_LSR:
		return UART_LSR_THRE | UART_LSR_TEMT;
	case UART_MSR:
		return UART_MSR_DCD | UART_MSR_DSR | UART_MSR_CTS;
	case UART_SCR:
		return uart.scr;
	}
	return 0;
}

static void uart_write(void *device, u64 offset, u32 bytes, u64 value)
{
	(void)device;
	(void)bytes;
	if (uart.lcr & UART_LCR_DLAB && offset <= UART_DLM) {
		uart.divisor[offset] = value;
		return;
	}
	switch (offset) {
	case UART_TX:
		console_putc(value);
		uart.empty = true;
		break;
	case UART_IER:
		/* it is due at once if nothing is being sent */
		if (value & ~uart.ier & UART_IER_THRI)
			uart.empty = true;
		uart.ier = value & 0xf;
		break;
	case UART_FCR:
		uart.fifo = value & UART_FCR_ENABLE_FIFO;
		break;
	case UART_LCR:
		uart.lcr = value;
		break;
	case UART_MCR:
		uart.mcr = value;
		break;
	case UART_SCR:
		uart.scr = value;
		break;
	}
	vm_set_irq(UART_SPI, interrupt());
}

/**
 * uart_create() - give the guest its serial port
 */
void uart_create(void)
{
	mmio_add(&(struct mmio_device) {
		.base = UART_BASE,
		.size = UART_REGISTERS,
		.read = uart_read,
		.write = uart_write,
	});
}
