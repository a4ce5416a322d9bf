/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_NPT_H
#define ASM_NPT_H

#include <monitor/types.h>

struct host_e820;
struct personality;

/**
 * struct view - one way in which guest physical addresses reach host memory
 * @name: for messages
 * @address_bits: set in every guest physical address of this view: 0, or the
 *	C-bit
 * @ram: host physical address of the guest's RAM in this view
 * @executable: the guest's code may be fetched through this view
 */
struct view {
	const char *name;
	u64 address_bits;
	u64 ram;
	bool executable;
};

void npt_map_ram(const struct view *view, u64 gpa, bool mapped);
u64 npt_create(const struct personality *p, const struct host_e820 *e820);

#endif /* ASM_NPT_H */
