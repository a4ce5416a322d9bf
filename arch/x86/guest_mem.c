// SPDX-License-Identifier: GPL-2.0-only
/* Reads the guest's code, to decode the few instructions that need it. */
#include <asm/guest_mem.h>
#include <asm/layout.h>
#include <asm/personality.h>
#include <asm/processor.h>
#include <asm/vcpu.h>

/*
 * Walk the guest's page tables: AMD64 Architecture Programmer's Manual, volume
 * 2, 5.3, four levels. The walk and the fetch at its end are private whatever
 * the C-bit says (15.34.5), so the guest's own view is the right one at every
 * step, and all that is done about the view's address bits is to drop them.
 */
static const u8 *code_byte(const struct vcpu *vcpu, u64 va)
{
	const struct view *view = vcpu->p->own;
	u64 entry = vcpu->vmcb->save.cr3, address_mask = PTE_ADDR_MASK & ~view->address_bits;
	unsigned int shift = 12 + PTE_TOP_LEVEL * PTE_INDEX_BITS;
	const u64 *table;
	u64 offset_mask;

	do {
		table = guest_ram(view, entry & address_mask, SZ_4K);
		if (!table)
			return NULL;
		shift -= PTE_INDEX_BITS;
		entry = table[va >> shift & (PTRS_PER_TABLE - 1)];
		if (!(entry & PTE_PRESENT))
			return NULL;
	} while (shift > 12 && !(entry & PTE_LARGE));

	offset_mask = BIT(shift) - 1;
	return guest_ram(view, (entry & address_mask & ~offset_mask) | (va & offset_mask), 1);
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
	const u8 *byte;
	size_t i;

	for (i = 0; i < size; i++) {
		byte = code_byte(vcpu, vcpu->vmcb->save.rip + i);
		if (!byte)
			break;
		buf[i] = *byte;
	}
	return i;
}
