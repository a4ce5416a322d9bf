// SPDX-License-Identifier: GPL-2.0-only
/* The guest's memory by virtual address: code, to decode it, and data. */
#include <asm/guest_mem.h>
#include <asm/layout.h>
#include <asm/personality.h>
#include <asm/processor.h>
#include <asm/vcpu.h>

/**
 * guest_translate() - walk the guest's page tables
 * @vcpu: the processor, in long mode with four levels of page tables
 * @va: virtual address
 * @gpa: where to leave the guest physical address, with the C-bit if the last
 *	entry has it
 *
 * AMD64 Architecture Programmer's Manual, volume 2, 5.3. A guest's walk is private
 * whatever the C-bit of the entries says (15.34.5), that of a host is not. Access rights are not
 * checked.
 *
 * Return: false if the address is not mapped, or a table not in the guest's
 * RAM.
 */
bool guest_translate(const struct vcpu *vcpu, u64 va, u64 *gpa)
{
	const struct personality *p = vcpu->p;
	u64 entry = vcpu->vmcb->save.cr3;
	const struct view *view;
	unsigned int shift = 12 + PTE_TOP_LEVEL * PTE_INDEX_BITS;
	const u64 *table;
	u64 offset_mask;

	do {
		view = p->encrypted ? view_of(p, entry) : p->own;
		table = guest_ram(view, entry & PTE_ADDR_MASK & ~view->address_bits, SZ_4K);
		if (!table)
			return false;
		shift -= PTE_INDEX_BITS;
		entry = table[va >> shift & (PTRS_PER_TABLE - 1)];
		if (!(entry & PTE_PRESENT))
			return false;
	} while (shift > 12 && !(entry & PTE_LARGE));

	offset_mask = BIT(shift) - 1;
	*gpa = (entry & PTE_ADDR_MASK & ~offset_mask) | (va & offset_mask);
	return true;
}

/* The same for fetches. */
static const u8 *code_byte(const struct vcpu *vcpu, u64 va)
{
	const struct personality *p = vcpu->p;
	const struct view *view;
	u64 gpa;

	if (!guest_translate(vcpu, va, &gpa))
		return NULL;
	view = p->encrypted ? view_of(p, gpa) : p->own;
	return guest_ram(view, gpa & ~view->address_bits, 1);
}

/**
 * guest_private() - reach private data of the guest
 * @vcpu: the processor, as for guest_translate()
 * @va: virtual address
 * @size: bytes
 *
 * Return: where the monitor sees that data, NULL if it is not mapped, or not
 * as private memory, or not all in one page.
 */
void *guest_private(const struct vcpu *vcpu, u64 va, u64 size)
{
	const struct view *view = vcpu->p->own;
	u64 gpa;

	if (va % SZ_4K + size > SZ_4K || !guest_translate(vcpu, va, &gpa) ||
	    (gpa & view->address_bits) != view->address_bits)
		return NULL;
	return guest_ram(view, gpa & ~view->address_bits, size);
}

/**
 * guest_fetch() - read the guest's code at its instruction pointer
 * @vcpu: the processor, in long mode with four levels of page tables
 * @buf: where to
 * @size: bytes
 *
 * Access rights are not checked: the processor has just fetched from there.
 *
 * Return: the number of bytes read, less than @size if the rest is not mapped
 * or not in the guest's RAM.
 */
size_t guest_fetch(const struct vcpu *vcpu, u8 *buf, size_t size)
{
	const u8 *byte = NULL;
	size_t i;
	u64 va;

	for (i = 0; i < size; i++) {
		va = vcpu->vmcb->save.rip + i;
		/* A walk for each byte is most of what some exits take. */
		byte = !byte || IS_ALIGNED(va, SZ_4K) ? code_byte(vcpu, va) : byte + 1;
		if (!byte)
			break;
		buf[i] = *byte;
	}
	return i;
}
