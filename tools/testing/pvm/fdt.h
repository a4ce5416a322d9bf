/* SPDX-License-Identifier: GPL-2.0-only */
/* Write a flattened device tree, from its first node to its last. */
#ifndef PVM_FDT_H
#define PVM_FDT_H

#include <monitor/types.h>

void fdt_begin_node(const char *name);
void fdt_end_node(void);
void fdt_property(const char *name, const void *value, u32 size);
void fdt_string(const char *name, const char *value);
void fdt_cells(const char *name, const u32 *cells, unsigned int nr);
void fdt_range(const char *name, u64 addr, u64 size);
void fdt_nodes(const void *tree);
const void *fdt_finish(u32 *size);

/* fdt_cells() with the cells as arguments */
#define fdt_u32(name, ...) \
	fdt_cells(name, (const u32[]){ __VA_ARGS__ }, \
		  sizeof((const u32[]){ __VA_ARGS__ }) / sizeof(u32))

#endif /* PVM_FDT_H */
