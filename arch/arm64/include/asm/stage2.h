/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_STAGE2_H
#define ASM_STAGE2_H

#include <monitor/types.h>

/**
 * enum stage2_type - what is mapped for the guest
 * @STAGE2_RAM: memory
 * @STAGE2_DATA: memory from which no code is fetched
 * @STAGE2_DEVICE: registers of a device
 */
enum stage2_type {
	STAGE2_RAM,
	STAGE2_DATA,
	STAGE2_DEVICE,
};

void stage2_init(void);
void stage2_enable(void);
void stage2_map(u64 ipa, u64 pa, enum stage2_type type);
void stage2_unmap(u64 ipa);
bool stage2_is_mapped(u64 ipa);

#endif /* ASM_STAGE2_H */
