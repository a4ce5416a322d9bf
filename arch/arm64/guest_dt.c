// SPDX-License-Identifier: GPL-2.0-only
/*
 * The guest's device tree: QEMU's own (QEMU hw/arm/virt.c), without what the
 * monitor keeps for itself, and what the kernel's boot loader has to add to it
 * (Documentation/arch/arm64/booting.rst and the devicetree schema of "chosen").
 */
#include <asm/fdt.h>
#include <asm/guest_dt.h>
#include <asm/guest_ram.h>
#include <asm/layout.h>
#include <asm/personality.h>
#include <asm/smccc.h>
#include <monitor/byteorder.h>
#include <monitor/macros.h>
#include <monitor/string.h>

#define DROP_NODE(n)		{ .action = FDT_DROP_NODE, .node = (n) }
#define DROP_PROPERTY(n, p)	{ .action = FDT_DROP_PROPERTY, .node = (n), .property = (p) }
#define SET_PROPERTY(n, p, v, s) \
	{ .action = FDT_SET_PROPERTY, .node = (n), .property = (p), .value = (v), .size = (s) }

/**
 * guest_dt_create() - make the guest's device tree at GUEST_DEVICE_TREE
 * @p: the guest's personality
 * @initrd_size: bytes of the initrd at GUEST_INITRD
 *
 * QEMU's device tree is in the first page of the guest's RAM, and not needed
 * any more afterwards. The virtio-mmio slots are left out because their DMA is
 * not translated by the SMMU: nothing would be seen of what they reach.
 */
void guest_dt_create(const struct personality *p, u64 initrd_size)
{
	const be64 memory[] = { cpu_to_be64(GUEST_RAM_BASE), cpu_to_be64(GUEST_RAM_SIZE) };
	const be64 initrd_start = cpu_to_be64(GUEST_INITRD);
	const be64 initrd_end = cpu_to_be64(GUEST_INITRD + initrd_size);
	const char *method = p->conduit == CONDUIT_HVC ? "hvc" : "smc";
	const struct fdt_edit edits[] = {
		DROP_NODE("flash"),
		DROP_NODE("fw-cfg"),
		DROP_NODE("platform-bus"),
		DROP_NODE("smmuv3"),
		DROP_NODE("virtio_mmio"),
		DROP_PROPERTY("pcie", "iommu-map"),
		SET_PROPERTY("memory", "reg", memory, sizeof(memory)),
		SET_PROPERTY("psci", "method", method, strlen(method) + 1),
		SET_PROPERTY("chosen", "linux,initrd-start", &initrd_start, sizeof(initrd_start)),
		SET_PROPERTY("chosen", "linux,initrd-end", &initrd_end, sizeof(initrd_end)),
		/* must be the last, see below */
		DROP_PROPERTY("pcie", "dma-coherent"),
	};
	unsigned int nr_edits = ARRAY_SIZE(edits) - (devices_noncoherent ? 0 : 1);

	fdt_copy(guest_ram(p, GUEST_DEVICE_TREE), GUEST_DEVICE_TREE_SIZE,
		 phys_to_virt(HOST_DEVICE_TREE), edits, nr_edits);
}
