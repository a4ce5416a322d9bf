// SPDX-License-Identifier: GPL-2.0-only
/* The devices that are left to the guest: those in its device tree, no others. */
#include <asm/devices.h>
#include <asm/layout.h>
#include <asm/options.h>
#include <asm/stage2.h>
#include <monitor/macros.h>

static struct {
	u64 base;		/* for the guest */
	u64 size;
	u64 host;
} devices[] = {
	{ GIC_BASE, GIC_SIZE, GIC_BASE },
	{ UART_BASE, SZ_4K, UART_BASE },
	{ RTC_BASE, SZ_4K, RTC_BASE },
	{ PCI_BASE, PCI_SIZE, PCI_BASE },
	{ PCI_CONFIG_BASE, PCI_CONFIG_SIZE, PCI_CONFIG_BASE },
	/* must be the last, see nr_devices() */
	{ VIRTIO_MMIO_BASE, VIRTIO_MMIO_SIZE, VIRTIO_MMIO_BASE },
};

static unsigned int nr_devices(void)
{
	return ARRAY_SIZE(devices) - (options.virtio_mmio ? 0 : 1);
}

/**
 * devices_move() - say that a device is elsewhere in the host
 * @base: the guest physical address of one of the devices
 * @host: its host physical address
 */
void devices_move(u64 base, u64 host)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(devices); i++) {
		if (devices[i].base == base)
			devices[i].host = host;
	}
}

/* Returns the host physical address, or 0 if there is no device. */
static u64 find_device(u64 ipa)
{
	unsigned int i;

	for (i = 0; i < nr_devices(); i++) {
		if (ipa >= devices[i].base && ipa < devices[i].base + devices[i].size)
			return devices[i].host + (ipa - devices[i].base);
	}
	return 0;
}

/**
 * is_guest_device() - is there a device of the guest?
 * @ipa: guest physical address, without the bit of a shared view
 *
 * Return: true if it is in the registers of one.
 */
bool is_guest_device(u64 ipa)
{
	return find_device(ipa);
}

/**
 * device_map() - map a page of a device for the guest
 * @ipa: guest physical address of a page of a device
 * @view_bits: set in the guest physical address by which the guest uses it
 */
void device_map(u64 ipa, u64 view_bits)
{
	stage2_map(ipa | view_bits, find_device(ipa), STAGE2_DEVICE);
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
			device_map(devices[i].base + offset, view_bits);
	}
}
