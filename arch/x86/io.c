// SPDX-License-Identifier: GPL-2.0-only
/* Access to devices for the guest: the size is known only when it asks. */
#include <asm/io.h>
#include <asm/layout.h>

/**
 * port_read() - read an I/O port
 * @port: its number
 * @size: bytes: 1, 2 or 4
 *
 * Return: the value.
 */
u32 port_read(u16 port, unsigned int size)
{
	if (size == 1)
		return inb(port);
	return size == 2 ? inw(port) : inl(port);
}

/**
 * port_write() - write an I/O port
 * @port: its number
 * @size: bytes: 1, 2 or 4
 * @value: the value
 */
void port_write(u16 port, unsigned int size, u32 value)
{
	if (size == 1)
		outb(value, port);
	else if (size == 2)
		outw(value, port);
	else
		outl(value, port);
}

/**
 * mmio_read() - read a device's memory
 * @address: host physical address, below 4 GiB
 * @size: bytes: 1, 2, 4 or 8
 *
 * Return: the value.
 */
u64 mmio_read(u64 address, unsigned int size)
{
	const volatile void *p = phys_to_virt(address);

	switch (size) {
	case 1:
		return *(const volatile u8 *)p;
	case 2:
		return *(const volatile u16 *)p;
	case 4:
		return *(const volatile u32 *)p;
	}
	return *(const volatile u64 *)p;
}

/**
 * mmio_write() - write a device's memory
 * @address: host physical address, below 4 GiB
 * @size: bytes: 1, 2, 4 or 8
 * @value: the value
 */
void mmio_write(u64 address, unsigned int size, u64 value)
{
	volatile void *p = phys_to_virt(address);

	switch (size) {
	case 1:
		*(volatile u8 *)p = value;
		break;
	case 2:
		*(volatile u16 *)p = value;
		break;
	case 4:
		*(volatile u32 *)p = value;
		break;
	default:
		*(volatile u64 *)p = value;
	}
}
