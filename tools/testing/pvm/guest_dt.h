/* SPDX-License-Identifier: GPL-2.0-only */
/* The device tree of the guest */
#ifndef PVM_GUEST_DT_H
#define PVM_GUEST_DT_H

#include <monitor/types.h>

/**
 * struct guest_dt - what in the device tree depends on the options
 * @bootargs: the kernel's command line
 * @nr_cpus: how many CPUs there are
 * @psci: tell the guest of PSCI
 * @initrd: guest physical address
 * @initrd_size: bytes
 * @pool: guest physical address of the restricted pool; it has POOL_SIZE
 * @more: another device tree, the nodes of which are added, or NULL
 * @pool_shared: it is shared before the kernel starts, see firmware.h
 * @restricted: bit n is set if virtio device n uses that. No pool if it is 0.
 */
struct guest_dt {
	const char *bootargs;
	unsigned int nr_cpus;
	bool psci;
	u64 initrd;
	u64 initrd_size;
	u64 pool;
	bool pool_shared;
	const void *more;
	u32 restricted;
};

const void *guest_dt_create(const struct guest_dt *guest, u32 *size);

#endif /* PVM_GUEST_DT_H */
