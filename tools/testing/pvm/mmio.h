/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which device has which addresses. One lock is for all devices: it is held
 * while a device is asked, and to be held by whoever else uses a device.
 */
#ifndef PVM_MMIO_H
#define PVM_MMIO_H

#include <monitor/types.h>

/**
 * struct mmio_device - registers of a device
 * @base: guest physical address
 * @size: bytes
 * @read: value of the register at an offset; the access has 1, 2, 4 or 8 bytes
 * @write: set the register at an offset
 * @device: for these two
 */
struct mmio_device {
	u64 base;
	u64 size;
	u64 (*read)(void *device, u64 offset, u32 bytes);
	void (*write)(void *device, u64 offset, u32 bytes, u64 value);
	void *device;
};

void mmio_add(const struct mmio_device *device);
u64 mmio_read(u64 addr, u32 bytes);
void mmio_write(u64 addr, u32 bytes, u64 value);

void devices_lock(void);
void devices_unlock(void);

#endif /* PVM_MMIO_H */
