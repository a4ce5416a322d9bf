/* SPDX-License-Identifier: GPL-2.0-only */
/* Function identifiers: Power State Coordination Interface (DEN 0022), 5.1. */
#ifndef ASM_PSCI_H
#define ASM_PSCI_H

#include <asm/smccc.h>
#include <monitor/types.h>

#define PSCI_CPU_OFF		0x84000002	/* 5.5 */
#define PSCI_CPU_ON		0x84000003	/* 5.6 */
#define PSCI_AFFINITY_INFO	0x84000004	/* 5.7 */
#define PSCI_SYSTEM_OFF		0x84000008	/* 5.11 */
#define PSCI_SYSTEM_RESET	0x84000009	/* 5.12 */
#define PSCI_FEATURES		0x8400000a	/* 5.15 */
#define PSCI_SYSTEM_RESET2	0x84000012	/* 5.13 */

/* 5.2.2: the whole range is that of PSCI, with 32 and with 64-bit arguments. */
#define PSCI_FIRST		0x84000000
#define PSCI_LAST		0x8400001f

/* 5.2.2 Return error codes */
#define PSCI_SUCCESS		0
#define PSCI_INVALID_PARAMETERS	((u64)-2)
#define PSCI_ALREADY_ON		((u64)-4)
#define PSCI_INVALID_ADDRESS	((u64)-9)

/* 5.7.1: what AFFINITY_INFO says of a processor that can be turned on */
#define PSCI_AFFINITY_OFF	1

bool psci_call(u64 x[4]);

#endif /* ASM_PSCI_H */
