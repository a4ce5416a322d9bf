/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The guest's serial port: the transmitting half of an NS16550A. It is never
 * busy, and nothing is ever received.
 */
#ifndef PVM_UART_H
#define PVM_UART_H

void uart_create(void);

#endif /* PVM_UART_H */
