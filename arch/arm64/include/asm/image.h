/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_IMAGE_H
#define ASM_IMAGE_H

#include <monitor/types.h>

struct personality;

void image_load(const struct personality *p);
u64 initrd_load(const struct personality *p);

#endif /* ASM_IMAGE_H */
