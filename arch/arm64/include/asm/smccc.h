/* SPDX-License-Identifier: GPL-2.0-only */
/* SMC Calling Convention (DEN 0028). */
#ifndef ASM_SMCCC_H
#define ASM_SMCCC_H

#include <asm/regs.h>
#include <monitor/types.h>

#define SMCCC_CALL_64		0x40000000	/* 2.5: bit 30 of a function identifier */

#define SMCCC_VERSION		0x80000000	/* 7.2 */
#define SMCCC_ARCH_FEATURES	0x80000001	/* 7.3 */
#define SMCCC_VERSION_1_2	0x10002

/* 7.1 Return codes */
#define SMCCC_SUCCESS		0
#define SMCCC_NOT_SUPPORTED	((u64)-1)
#define SMCCC_INVALID_PARAMETER	((u64)-3)

/**
 * enum conduit - the instruction by which a guest calls
 * @CONDUIT_HVC: HVC, for a guest that knows of a hypervisor below it
 * @CONDUIT_SMC: SMC, for a realm
 */
enum conduit {
	CONDUIT_HVC,
	CONDUIT_SMC,
};

void smccc_call(struct guest_regs *regs, enum conduit conduit);

#endif /* ASM_SMCCC_H */
