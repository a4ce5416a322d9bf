// SPDX-License-Identifier: GPL-2.0-only
/* The devices that are left to the guest: those in its device tree, no others. */
#include <asm/devices.h>
#include <asm/layout.h>
#include <asm/options.h>
#include <asm/stage2.h>
#include <monitor/macros.h>

static const struct {
	u64 base;
	u64 size;
} devices[] = {
	{ GIC_BASE, GIC_SIZE },
	{ UART_BASE, SZ_4K },
	{ RTC_BASE, SZ_4K },
	{ PCI_BASE, PCI_SIZE },
	/* must be the last, see nr_devices() */
	{ VIRTIO_MMIO_BASE, VIRTIO_MMIO_SIZE },
};

static unsigned int nr_devices(void)
{
	return ARRAY_SIZE(devices) - (options.virtio_mmio ? 0 : 1);
}

/**
 * is_guest_device() - is there a device of the guest?
 * @ipa: guest physical address, without the bit of a shared view
 *
 * Return: true if it is in the registers of one.
 */
bool is_guest_device(u64 ipa)
{
	unsigned int i;

	for (i = 0; i < nr_devices(); i++) {
		if (ipa >= devices[i].base && ipa < devices[i].base + devices[i].size)
			return true;
	}
	return false;
}

/**
 * devices_map() - map all devices for the guest
 * @view_bits: set in the guest physical addresses by which the guest uses them
 */
void devices_map(u64 view_bits)
{
	unsigned int i;
	u64 offset;

	for (i = 0; i < nr_devices(); i++) {
		for (offset = 0; offset < devices[i].size; offset += SZ_4K)
			stage2_map((devices[i].base + offset) | view_bits,
				   devices[i].base + offset, STAGE2_DEVICE);
	}
}
