// SPDX-License-Identifier: GPL-2.0-only
/*
 * Copy a device tree and change it on the way: Devicetree Specification 0.4,
 * chapter 5 "Flattened Devicetree (DTB) Format".
 */
#include <asm/fdt.h>
#include <asm/layout.h>
#include <monitor/fdt_format.h>
#include <monitor/fdt_walk.h>
#include <monitor/macros.h>
#include <monitor/printk.h>
#include <monitor/string.h>

/* Depth of the root's children, the only nodes that are changed. */
#define CHILD_DEPTH		2

struct copy {
	const struct fdt_edit *edits;
	unsigned int nr_edits;
	const char *strings;		/* of the source */
	u32 strings_size;
	const u8 *in;			/* the next tag of the source */
	u8 *out;			/* where the next byte of the copy goes */
	u8 *end;			/* of the memory for the copy */
	unsigned int set;		/* edits of FDT_SET_PROPERTY that were made */
	const void *more;		/* a device tree with nodes to add, or NULL */
};

static void put(struct copy *copy, const void *data, u32 size)
{
	u32 padded = ALIGN(size, sizeof(be32));

	if (padded > (size_t)(copy->end - copy->out))
		panic("device tree: no room for the copy");
	memcpy(copy->out, data, size);
	memset(copy->out + size, 0, padded - size);
	copy->out += padded;
}

/* Bytes of the tag at @in with what belongs to it, but not with child nodes. */
static u32 tag_size(const u8 *in)
{
	u32 size = fdt_tag_size(in);

	if (!size)
		panic("device tree: bad tag 0x%x", fdt_tag(in));
	return size;
}

static bool is_node(const char *name, const char *node)
{
	size_t len = strlen(node);

	return memcmp(name, node, len) == 0 && (name[len] == '\0' || name[len] == '@');
}

/* The edit of an action for a node, and for a property unless that is NULL. */
static const struct fdt_edit *find_edit(const struct copy *copy, enum fdt_action action,
					const char *node, const char *property)
{
	const struct fdt_edit *edit;

	for (edit = copy->edits; edit < copy->edits + copy->nr_edits; edit++) {
		if (edit->action == action && is_node(node, edit->node) &&
		    (!property || strcmp(property, edit->property) == 0))
			return edit;
	}
	return NULL;
}

static void skip_node(struct copy *copy)
{
	unsigned int depth = 0;
	u32 tag;

	do {
		tag = fdt_tag(copy->in);
		copy->in += tag_size(copy->in);
		if (tag == FDT_BEGIN_NODE)
			depth++;
		else if (tag == FDT_END_NODE)
			depth--;
	} while (depth);
}

/* New names follow those of the source, in the order of the edits. */
static u32 new_name_offset(const struct copy *copy, const struct fdt_edit *edit)
{
	u32 offset = copy->strings_size;
	const struct fdt_edit *e;

	for (e = copy->edits; e < edit; e++) {
		if (e->action == FDT_SET_PROPERTY)
			offset += strlen(e->property) + 1;
	}
	return offset;
}

/* Those of @more follow these. */
static u32 names_size(const struct copy *copy)
{
	return new_name_offset(copy, copy->edits + copy->nr_edits);
}

static void put_new_properties(struct copy *copy, const char *node)
{
	const struct fdt_edit *edit;
	struct fdt_property property;

	for (edit = copy->edits; edit < copy->edits + copy->nr_edits; edit++) {
		if (edit->action != FDT_SET_PROPERTY || !is_node(node, edit->node))
			continue;
		property = (struct fdt_property){
			.tag = cpu_to_be32(FDT_PROP),
			.length = cpu_to_be32(edit->size),
			.name_offset = cpu_to_be32(new_name_offset(copy, edit)),
		};
		put(copy, &property, sizeof(property));
		put(copy, edit->value, edit->size);
		copy->set++;
	}
}

static void put_tag(struct copy *copy, u32 tag)
{
	be32 value = cpu_to_be32(tag);

	put(copy, &value, sizeof(value));
}

static void put_new_nodes(struct copy *copy, const char *parent);

static void put_new_node(struct copy *copy, const char *node)
{
	put_tag(copy, FDT_BEGIN_NODE);
	put(copy, node, strlen(node) + 1);
	put_new_properties(copy, node);
	put_new_nodes(copy, node);
	put_tag(copy, FDT_END_NODE);
}

static bool is_new_child(const struct fdt_edit *edit, const char *parent)
{
	if (edit->action != FDT_ADD_NODE)
		return false;
	if (!edit->parent || !parent)
		return edit->parent == parent;
	return is_node(parent, edit->parent);
}

/* @parent is NULL for the root */
static void put_new_nodes(struct copy *copy, const char *parent)
{
	const struct fdt_edit *edit;

	for (edit = copy->edits; edit < copy->edits + copy->nr_edits; edit++) {
		if (is_new_child(edit, parent))
			put_new_node(copy, edit->node);
	}
}

/* All that is in the root of @more, at the end of the root of the copy */
static void put_more_nodes(struct copy *copy)
{
	struct fdt_property property;
	struct fdt_walk walk;
	const u8 *in;

	if (!fdt_walk_begin(&walk, copy->more))
		panic("what is to be added is no device tree");
	while ((in = fdt_walk_in_root(&walk))) {
		if (fdt_tag(in) != FDT_PROP) {
			put(copy, in, tag_size(in));
			continue;
		}
		memcpy(&property, in, sizeof(property));
		property.name_offset = cpu_to_be32(be32_to_cpu(property.name_offset) +
						   names_size(copy));
		put(copy, &property, sizeof(property));
		put(copy, in + sizeof(property), tag_size(in) - sizeof(property));
	}
	if (!fdt_walk_is_done(&walk))
		panic("what is to be added is no well-formed device tree");
}

static bool property_is_kept(const struct copy *copy, const char *node)
{
	const struct fdt_property *property = (const void *)copy->in;
	const char *name = copy->strings + be32_to_cpu(property->name_offset);

	return !find_edit(copy, FDT_DROP_PROPERTY, node, name) &&
	       !find_edit(copy, FDT_SET_PROPERTY, node, name);
}

static void copy_structure(struct copy *copy)
{
	const char *child = NULL;	/* name of the root's child that is copied */
	unsigned int depth = 0;
	u32 tag, size;

	do {
		tag = fdt_tag(copy->in);
		size = tag_size(copy->in);
		if (tag == FDT_BEGIN_NODE && depth + 1 == CHILD_DEPTH) {
			child = (const char *)copy->in + sizeof(be32);
			if (find_edit(copy, FDT_DROP_NODE, child, NULL)) {
				skip_node(copy);
				continue;
			}
		}
		/* nodes follow the properties */
		if (tag == FDT_END_NODE && depth == CHILD_DEPTH)
			put_new_nodes(copy, child);
		if (tag == FDT_END_NODE && depth == CHILD_DEPTH - 1) {
			put_new_nodes(copy, NULL);
			if (copy->more)
				put_more_nodes(copy);
		}
		/* The name of the root node is empty. */
		if (tag != FDT_PROP || depth > CHILD_DEPTH ||
		    property_is_kept(copy, depth == CHILD_DEPTH ? child : ""))
			put(copy, copy->in, size);
		copy->in += size;
		if (tag == FDT_BEGIN_NODE && ++depth == CHILD_DEPTH)
			put_new_properties(copy, child);
		else if (tag == FDT_END_NODE)
			depth--;
	} while (tag != FDT_END);
}

static void put_names(struct copy *copy, const char *names, u32 size)
{
	if (size > (size_t)(copy->end - copy->out))
		panic("device tree: no room for the copy");
	memcpy(copy->out, names, size);
	copy->out += size;
}

static u32 put_strings(struct copy *copy)
{
	const struct fdt_header *more = copy->more;
	const struct fdt_edit *edit;
	u8 *start = copy->out;

	put_names(copy, copy->strings, copy->strings_size);
	for (edit = copy->edits; edit < copy->edits + copy->nr_edits; edit++) {
		if (edit->action != FDT_SET_PROPERTY)
			continue;
		if (!strscpy((char *)copy->out, edit->property, copy->end - copy->out))
			panic("device tree: no room for the copy");
		copy->out += strlen(edit->property) + 1;
	}
	if (more)
		put_names(copy, (const char *)more + be32_to_cpu(more->off_dt_strings),
			  be32_to_cpu(more->size_dt_strings));
	return copy->out - start;
}

/**
 * fdt_property() - find a property
 * @tree: the device tree
 * @node: name of a child of the root, without the unit address
 * @property: name of the property
 * @size: where its number of bytes goes
 *
 * Does not return if @tree is no device tree, or if there is no such property.
 *
 * Return: the value.
 */
const void *fdt_property(const void *tree, const char *node, const char *property, u32 *size)
{
	const struct fdt_header *header = tree;
	const char *strings = (const char *)tree + be32_to_cpu(header->off_dt_strings);
	const u8 *in = (const u8 *)tree + be32_to_cpu(header->off_dt_struct);
	const struct fdt_property *found;
	unsigned int depth = 0;
	bool here = false;

	if (be32_to_cpu(header->magic) != FDT_MAGIC)
		panic("no device tree at 0x%llx", virt_to_phys(tree));
	for (; fdt_tag(in) != FDT_END; in += tag_size(in)) {
		found = (const void *)in;
		if (fdt_tag(in) == FDT_BEGIN_NODE && ++depth == CHILD_DEPTH)
			here = is_node((const char *)in + sizeof(be32), node);
		else if (fdt_tag(in) == FDT_END_NODE)
			depth--;
		else if (fdt_tag(in) == FDT_PROP && here && depth == CHILD_DEPTH &&
			 strcmp(strings + be32_to_cpu(found->name_offset), property) == 0)
			goto found;
	}
	panic("device tree: no property %s of %s", property, node);
found:
	*size = be32_to_cpu(found->length);
	return found->value;
}

/**
 * fdt_copy() - copy a device tree and change it
 * @dest: where to, eight bytes aligned
 * @dest_size: bytes there are
 * @source: the device tree
 * @edits: what to change
 * @nr_edits: how many there are; no two may set the same property
 * @more: another device tree; the nodes in its root are added to the root, which
 *	must have none of the same name. NULL if there is none
 *
 * The copy has an empty memory reservation block. Does not return if @source
 * is no device tree, if there is not enough room, or if a property could not be
 * set because there is no such node, or more than one. What is to be left out
 * need not be there.
 *
 * Return: bytes of the copy.
 */
u32 fdt_copy(void *dest, u32 dest_size, const void *source, const struct fdt_edit *edits,
	     unsigned int nr_edits, const void *more)
{
	static const u64 no_reservation[2];
	const struct fdt_header *from = source;
	struct fdt_header header = {
		.magic = cpu_to_be32(FDT_MAGIC),
		.version = cpu_to_be32(FDT_VERSION),
		.last_comp_version = cpu_to_be32(FDT_COMPATIBLE_VERSION),
		.boot_cpuid_phys = from->boot_cpuid_phys,
	};
	struct copy copy = {
		.edits = edits,
		.nr_edits = nr_edits,
		.strings = (const char *)source + be32_to_cpu(from->off_dt_strings),
		.strings_size = be32_to_cpu(from->size_dt_strings),
		.in = (const u8 *)source + be32_to_cpu(from->off_dt_struct),
		.out = dest,
		.end = (u8 *)dest + dest_size,
		.more = more,
	};
	unsigned int i, to_set = 0;
	u8 *start = dest;

	if (be32_to_cpu(from->magic) != FDT_MAGIC)
		panic("no device tree at 0x%llx", virt_to_phys(source));
	for (i = 0; i < nr_edits; i++)
		to_set += edits[i].action == FDT_SET_PROPERTY;

	put(&copy, &header, sizeof(header));
	header.off_mem_rsvmap = cpu_to_be32(copy.out - start);
	put(&copy, no_reservation, sizeof(no_reservation));
	header.off_dt_struct = cpu_to_be32(copy.out - start);
	copy_structure(&copy);
	if (copy.set != to_set)
		panic("device tree: %u properties set, not %u", copy.set, to_set);
	header.size_dt_struct = cpu_to_be32(copy.out - start -
					    be32_to_cpu(header.off_dt_struct));
	header.off_dt_strings = cpu_to_be32(copy.out - start);
	header.size_dt_strings = cpu_to_be32(put_strings(&copy));
	header.totalsize = cpu_to_be32(copy.out - start);
	memcpy(dest, &header, sizeof(header));
	return copy.out - start;
}
