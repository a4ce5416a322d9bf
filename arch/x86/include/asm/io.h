/* SPDX-License-Identifier: GPL-2.0-only */
/* Access to I/O ports. */
#ifndef ASM_IO_H
#define ASM_IO_H

#include <monitor/types.h>

static inline u8 inb(u16 port)
{
	u8 value;

	asm volatile("inb %1, %0" : "=a" (value) : "Nd" (port));
	return value;
}

static inline u16 inw(u16 port)
{
	u16 value;

	asm volatile("inw %1, %0" : "=a" (value) : "Nd" (port));
	return value;
}

static inline u32 inl(u16 port)
{
	u32 value;

	asm volatile("inl %1, %0" : "=a" (value) : "Nd" (port));
	return value;
}

static inline void outb(u8 value, u16 port)
{
	asm volatile("outb %0, %1" : : "a" (value), "Nd" (port));
}

static inline void outw(u16 value, u16 port)
{
	asm volatile("outw %0, %1" : : "a" (value), "Nd" (port));
}

static inline void outl(u32 value, u16 port)
{
	asm volatile("outl %0, %1" : : "a" (value), "Nd" (port));
}

u32 port_read(u16 port, unsigned int size);
void port_write(u16 port, unsigned int size, u32 value);
u64 mmio_read(u64 address, unsigned int size);
void mmio_write(u64 address, unsigned int size, u64 value);

#endif /* ASM_IO_H */
