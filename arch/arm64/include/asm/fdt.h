/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_FDT_H
#define ASM_FDT_H

#include <monitor/types.h>

/**
 * enum fdt_action - what is done to a device tree when it is copied
 * @FDT_DROP_NODE: leave out the nodes of that name, with all that is in them
 * @FDT_DROP_PROPERTY: leave out a property
 * @FDT_SET_PROPERTY: add a property, or replace it
 * @FDT_ADD_NODE: add an empty node, the properties of which are other edits
 */
enum fdt_action {
	FDT_DROP_NODE,
	FDT_DROP_PROPERTY,
	FDT_SET_PROPERTY,
	FDT_ADD_NODE,
};

/**
 * struct fdt_edit - one change of a device tree
 * @action: what to do
 * @node: name of a child of the root, with the unit address if there is more than
 *	one of that name; for FDT_ADD_NODE with it anyway if it has one; for
 *	FDT_DROP_PROPERTY the root if the name is empty
 * @parent: for FDT_ADD_NODE another node that is added, or NULL for the root
 * @property: name of the property, if the action is about one
 * @value: content for FDT_SET_PROPERTY
 * @size: bytes in @value
 */
struct fdt_edit {
	enum fdt_action action;
	const char *node;
	const char *parent;
	const char *property;
	const void *value;
	u32 size;
};

const void *fdt_property(const void *tree, const char *node, const char *property, u32 *size);
u32 fdt_copy(void *dest, u32 dest_size, const void *source, const struct fdt_edit *edits,
	     unsigned int nr_edits, const void *more);

#endif /* ASM_FDT_H */
