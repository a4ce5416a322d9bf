/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_SMMU_H
#define ASM_SMMU_H

#include <monitor/types.h>

void smmu_init(void);
void smmu_map(u64 iova, u64 pa);
void smmu_map_private(u64 iova, u64 pa);
void smmu_unmap(u64 iova);
void smmu_unmap_private(u64 iova);

/* smmu_event.c */
u64 smmu_event_queue_init(void);
u64 smmu_report_faults(void);

#endif /* ASM_SMMU_H */
