/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_GUEST_RAM_H
#define ASM_GUEST_RAM_H

#include <asm/layout.h>
#include <asm/options.h>
#include <asm/personality.h>
#include <monitor/types.h>

/**
 * guest_ram_end() - where does the guest's RAM end?
 *
 * Return: guest physical address of the first byte that is none of it.
 */
static inline u64 guest_ram_end(void)
{
	return GUEST_RAM_BASE + options.ram_size;
}

/**
 * is_guest_ram() - is an address in the guest's RAM?
 * @ipa: guest physical address, without the bit of a shared view
 *
 * Return: true if it is.
 */
static inline bool is_guest_ram(u64 ipa)
{
	return ipa >= GUEST_RAM_BASE && ipa < guest_ram_end();
}

/**
 * private_copy() - the private copy of a page of the guest's RAM
 * @ipa: guest physical address in the guest's RAM
 *
 * Return: host physical address.
 */
static inline u64 private_copy(u64 ipa)
{
	return ipa - GUEST_RAM_BASE + PRIVATE_RAM_BASE;
}

/**
 * shared_copy() - the shared copy of a page of the guest's RAM
 * @ipa: guest physical address in the guest's RAM
 *
 * virtio-mmio devices are not behind the SMMU: they reach what is at the address that
 * the guest gives them, so with them the copy has to be there.
 *
 * Return: host physical address.
 */
static inline u64 shared_copy(u64 ipa)
{
	return options.virtio_mmio ? ipa | personality->shared_bit :
	       ipa - GUEST_RAM_BASE + SHARED_RAM_BASE;
}

void guest_ram_poison_all(void);
void guest_ram_poison(u64 ipa, u64 size);
void *guest_ram(const struct personality *p, u64 ipa);

#endif /* ASM_GUEST_RAM_H */
