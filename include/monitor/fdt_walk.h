/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Go through a flattened device tree, one tag after the other. Devicetree
 * Specification 0.4, 5.4 "Structure Block".
 */
#ifndef MONITOR_FDT_WALK_H
#define MONITOR_FDT_WALK_H

#include <monitor/fdt_format.h>
#include <monitor/macros.h>
#include <monitor/types.h>

/* 5.4.1: FDT_PROP and what follows it */
struct fdt_property {
	be32 tag;
	be32 length;
	be32 name_offset;
	u8 value[];
};

/**
 * struct fdt_walk - how far one is
 * @strings: the names of properties
 * @next: the next tag
 * @depth: of nodes that have begun and not ended, the root is the first
 */
struct fdt_walk {
	const char *strings;
	const u8 *next;
	unsigned int depth;
};

static inline u32 fdt_tag(const u8 *at)
{
	return be32_to_cpu(*(const be32 *)at);
}

/**
 * fdt_node_name() - the name of a node
 * @at: its FDT_BEGIN_NODE
 *
 * Return: the name, with the unit address
 */
static inline const char *fdt_node_name(const u8 *at)
{
	return (const char *)at + sizeof(be32);
}

/**
 * fdt_tag_size() - how long is what belongs to a tag?
 * @at: the tag
 *
 * Return: bytes, with the tag itself and without child nodes; 0 if it is none
 */
static inline u32 fdt_tag_size(const u8 *at)
{
	const struct fdt_property *property = (const void *)at;
	u32 size = sizeof(be32);

	switch (fdt_tag(at)) {
	case FDT_BEGIN_NODE:
		while (at[size++])
			;
		return ALIGN(size, sizeof(be32));
	case FDT_PROP:
		return sizeof(*property) + ALIGN(be32_to_cpu(property->length), sizeof(be32));
	case FDT_END_NODE:
	case FDT_NOP:
	case FDT_END:
		return size;
	default:
		return 0;
	}
}

/**
 * fdt_walk_begin() - begin with the root of a device tree
 * @walk: is set
 * @tree: the device tree
 *
 * Return: false if it is none
 */
static inline bool fdt_walk_begin(struct fdt_walk *walk, const void *tree)
{
	const struct fdt_header *header = tree;

	walk->strings = (const char *)tree + be32_to_cpu(header->off_dt_strings);
	walk->next = (const u8 *)tree + be32_to_cpu(header->off_dt_struct);
	walk->depth = 0;
	return be32_to_cpu(header->magic) == FDT_MAGIC;
}

/**
 * fdt_walk_in_root() - the next tag of the nodes in the root
 * @walk: how far one is
 *
 * Without the properties of the root itself. While a tag is looked at, @depth
 * counts the node that it begins, and no longer the one that it ends.
 *
 * Return: the tag, or NULL if that was all. If it was not well formed,
 *	fdt_walk_is_done() says so then.
 */
static inline const u8 *fdt_walk_in_root(struct fdt_walk *walk)
{
	const u8 *at;
	u32 tag;

	while (fdt_tag_size(walk->next) && fdt_tag(walk->next) != FDT_END) {
		at = walk->next;
		tag = fdt_tag(at);
		walk->next += fdt_tag_size(at);
		if (tag == FDT_BEGIN_NODE && walk->depth++ > 0)
			return at;
		if (tag == FDT_END_NODE && --walk->depth > 0)
			return at;
		if (tag == FDT_PROP && walk->depth > 1)
			return at;
	}
	return NULL;
}

/**
 * fdt_walk_is_done() - has all of a device tree been seen?
 * @walk: how far one is
 *
 * Return: true if it was well formed until its end
 */
static inline bool fdt_walk_is_done(const struct fdt_walk *walk)
{
	return fdt_tag(walk->next) == FDT_END && walk->depth == 0;
}

#endif /* MONITOR_FDT_WALK_H */
