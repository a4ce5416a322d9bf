/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_OPTIONS_H
#define ASM_OPTIONS_H

#include <monitor/types.h>

/**
 * struct options - what the guest's machine is like, with any personality
 * @ram_size: bytes of RAM that the guest has
 * @noncoherent: nothing says that PCI devices are coherent
 * @virtio_mmio: the guest has the virtio-mmio slots, which are not behind the SMMU
 * @restricted_pci: PCI devices have a restricted pool, see guest_dt.c
 * @restricted_mmio: the device in the first virtio-mmio slot has it
 * @shared_pool: the restricted pool is shared before the guest starts
 * @accepted_device: the PCI device in slot ACCEPTED_PCI_SLOT reaches private memory
 * @accepted_pool: it has a restricted pool, and nobody else has; the pool is private
 */
struct options {
	u64 ram_size;
	bool noncoherent;
	bool virtio_mmio;
	bool restricted_pci;
	bool restricted_mmio;
	bool shared_pool;
	bool accepted_device;
	bool accepted_pool;
};

extern struct options options;

bool options_take(const char *option, const char **refusal);

#endif /* ASM_OPTIONS_H */
