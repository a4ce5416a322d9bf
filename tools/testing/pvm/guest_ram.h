/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The guest's RAM. The host gave it to the guest, and has left what the guest
 * shares: whatever else a device touches ends the VMM with a message that says
 * which device wanted which page for what.
 */
#ifndef PVM_GUEST_RAM_H
#define PVM_GUEST_RAM_H

#include <monitor/types.h>

/**
 * struct dma_master - who accesses guest memory
 * @name: of the device
 * @queue: of the device
 * @base: guest physical address of the memory that the device may access
 * @size: bytes of it
 */
struct dma_master {
	const char *name;
	unsigned int queue;
	u64 base;
	u64 size;
};

void guest_ram_create(u64 size);
void *guest_ram_host_address(void);
u64 guest_ram_size(void);
u64 guest_ram_load(const char *file, u64 addr);
void guest_ram_put(u64 addr, const void *data, u64 size);
void guest_ram_report_accessible(void);

void dma_read(const struct dma_master *who, const char *what, u64 addr, void *to, u64 size);
void dma_write(const struct dma_master *who, const char *what, u64 addr, const void *from,
	       u64 size);
u16 dma_read_u16(const struct dma_master *who, const char *what, u64 addr);
void dma_write_u16(const struct dma_master *who, const char *what, u64 addr, u16 value);

#endif /* PVM_GUEST_RAM_H */
