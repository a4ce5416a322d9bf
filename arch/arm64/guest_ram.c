// SPDX-License-Identifier: GPL-2.0-only
/* The guest's RAM: its two copies in host memory. */
#include <asm/guest_ram.h>
#include <asm/layout.h>
#include <asm/personality.h>
#include <monitor/poison.h>
#include <monitor/string.h>

/**
 * guest_ram_poison() - make the shared copy worthless
 * @ipa: where it begins, in the guest's RAM, page aligned
 * @size: bytes, whole pages
 *
 * What a device or the guest finds there shows that the page was not shared.
 */
void guest_ram_poison(u64 ipa, u64 size)
{
	memset64(phys_to_virt(shared_copy(ipa)), SHARED_VIEW_POISON, size / sizeof(u64));
}

/**
 * guest_ram_poison_all() - make all that devices reach worthless
 *
 * That is, with virtio-mmio, also what they find at an address that the guest
 * did not encode as shared.
 */
void guest_ram_poison_all(void)
{
	guest_ram_poison(GUEST_RAM_BASE, options.ram_size);
	memset64(phys_to_virt(SHARED_RAM_BASE), SHARED_VIEW_POISON,
		 options.ram_size / sizeof(u64));
}

/**
 * guest_ram() - reach the copy of the guest's RAM that the guest starts on
 * @p: the guest's personality
 * @ipa: guest physical address in the guest's RAM
 *
 * Return: where the monitor sees it.
 */
void *guest_ram(const struct personality *p, u64 ipa)
{
	return phys_to_virt(p->private ? private_copy(ipa) : shared_copy(ipa));
}
