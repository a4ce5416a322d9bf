// SPDX-License-Identifier: GPL-2.0-only
/* Devicetree Specification 0.4, chapter 5 "Flattened Devicetree (DTB) Format" */
#include <string.h>

#include <monitor/fdt_format.h>
#include <monitor/fdt_walk.h>
#include <monitor/macros.h>
#include <monitor/sizes.h>

#include "console.h"
#include "fdt.h"

/* 5.3 Memory reservation block: nothing but its end */
struct fdt_blob {
	struct fdt_header header;
	be64 reservations[2];
	u8 structure[4 * SZ_4K];
	char strings[SZ_1K];
};

static struct fdt_blob blob;
static u32 structure_size;
static u32 strings_size;

static void put(const void *data, u32 size)
{
	u32 padded = ALIGN(size, sizeof(be32));

	if (padded > sizeof(blob.structure) - structure_size)
		die("device tree: no room");
	memcpy(blob.structure + structure_size, data, size);
	structure_size += padded;
}

static void put_cell(u32 value)
{
	be32 cell = cpu_to_be32(value);

	put(&cell, sizeof(cell));
}

static u32 name_offset(const char *name)
{
	u32 size = strlen(name) + 1, at;

	for (at = 0; at < strings_size; at += strlen(blob.strings + at) + 1)
		if (!strcmp(blob.strings + at, name))
			return at;
	if (size > sizeof(blob.strings) - strings_size)
		die("device tree: no room for names");
	memcpy(blob.strings + at, name, size);
	strings_size += size;
	return at;
}

/**
 * fdt_begin_node() - what follows is in a node
 * @name: its name, "" for the root
 */
void fdt_begin_node(const char *name)
{
	put_cell(FDT_BEGIN_NODE);
	put(name, strlen(name) + 1);
}

/**
 * fdt_end_node() - what follows is no longer in the node begun last
 */
void fdt_end_node(void)
{
	put_cell(FDT_END_NODE);
}

/**
 * fdt_property() - a property of the node
 * @name: its name
 * @value: its value
 * @size: bytes, may be 0
 */
void fdt_property(const char *name, const void *value, u32 size)
{
	put_cell(FDT_PROP);
	put_cell(size);
	put_cell(name_offset(name));
	put(value, size);
}

/**
 * fdt_string() - a property with one string
 * @name: its name
 * @value: the string
 */
void fdt_string(const char *name, const char *value)
{
	fdt_property(name, value, strlen(value) + 1);
}

/**
 * fdt_cells() - a property with numbers of 32 bits
 * @name: its name
 * @cells: the numbers
 * @nr: how many
 */
void fdt_cells(const char *name, const u32 *cells, unsigned int nr)
{
	be32 value[16];
	unsigned int i;

	if (nr > ARRAY_SIZE(value))
		die("device tree: %s has too many cells", name);
	for (i = 0; i < nr; i++)
		value[i] = cpu_to_be32(cells[i]);
	fdt_property(name, value, nr * sizeof(*value));
}

/**
 * fdt_range() - a property with an address and a size of two cells each
 * @name: its name
 * @addr: the address
 * @size: the size, in bytes
 */
void fdt_range(const char *name, u64 addr, u64 size)
{
	fdt_u32(name, addr >> 32, addr, size >> 32, size);
}

/**
 * fdt_nodes() - what is in the root of another device tree, but its properties
 * @tree: the other one
 */
void fdt_nodes(const void *tree)
{
	const struct fdt_property *property;
	struct fdt_walk walk;
	const u8 *at;

	if (!fdt_walk_begin(&walk, tree))
		die("what is to be added is no device tree");
	while ((at = fdt_walk_in_root(&walk))) {
		property = (const void *)at;
		if (fdt_tag(at) == FDT_BEGIN_NODE)
			fdt_begin_node(fdt_node_name(at));
		else if (fdt_tag(at) == FDT_END_NODE)
			fdt_end_node();
		else
			fdt_property(walk.strings + be32_to_cpu(property->name_offset),
				     property->value, be32_to_cpu(property->length));
	}
	if (!fdt_walk_is_done(&walk))
		die("what is to be added is no well-formed device tree");
}

/**
 * fdt_finish() - end the tree
 * @size: set to how many bytes it has
 *
 * Return: the tree
 */
const void *fdt_finish(u32 *size)
{
	put_cell(FDT_END);
	blob.header = (struct fdt_header) {
		.magic = cpu_to_be32(FDT_MAGIC),
		.totalsize = cpu_to_be32(sizeof(blob)),
		.off_dt_struct = cpu_to_be32(offsetof(struct fdt_blob, structure)),
		.off_dt_strings = cpu_to_be32(offsetof(struct fdt_blob, strings)),
		.off_mem_rsvmap = cpu_to_be32(offsetof(struct fdt_blob, reservations)),
		.version = cpu_to_be32(FDT_VERSION),
		.last_comp_version = cpu_to_be32(FDT_COMPATIBLE_VERSION),
		.size_dt_strings = cpu_to_be32(strings_size),
		.size_dt_struct = cpu_to_be32(structure_size),
	};
	*size = sizeof(blob);
	return &blob;
}
