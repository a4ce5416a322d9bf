// SPDX-License-Identifier: GPL-2.0-only
/* Linux, Documentation/virt/kvm/devices/arm-vgic-v3.rst */
#include <errno.h>
#include <linux/kvm.h>
#include <string.h>
#include <sys/ioctl.h>

#include "console.h"
#include "layout.h"
#include "vm.h"

static int vgic;

static void set(u32 group, u64 attr, const void *value)
{
	struct kvm_device_attr request = {
		.group = group,
		.attr = attr,
		.addr = (u64)value,
	};

	if (ioctl(vgic, KVM_SET_DEVICE_ATTR, &request))
		die("KVM_SET_DEVICE_ATTR %u %llu: %s", group, attr, strerror(errno));
}

/**
 * vgic_create() - have a GICv3, before there are CPUs
 */
void vgic_create(void)
{
	struct kvm_create_device device = { .type = KVM_DEV_TYPE_ARM_VGIC_V3 };

	if (ioctl(vm.fd, KVM_CREATE_DEVICE, &device))
		die("KVM_CREATE_DEVICE: %s", strerror(errno));
	vgic = device.fd;
}

/**
 * vgic_init() - set up the GIC, after all CPUs have been created
 */
void vgic_init(void)
{
	const u64 distributor = GICD_BASE, redistributors = GICR_BASE;
	const u32 irqs = NR_IRQS;

	set(KVM_DEV_ARM_VGIC_GRP_ADDR, KVM_VGIC_V3_ADDR_TYPE_DIST, &distributor);
	set(KVM_DEV_ARM_VGIC_GRP_ADDR, KVM_VGIC_V3_ADDR_TYPE_REDIST, &redistributors);
	set(KVM_DEV_ARM_VGIC_GRP_NR_IRQS, 0, &irqs);
	set(KVM_DEV_ARM_VGIC_GRP_CTRL, KVM_DEV_ARM_VGIC_CTRL_INIT, NULL);
}
