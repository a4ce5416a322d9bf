// SPDX-License-Identifier: GPL-2.0-only
/*
 * The guest's device tree: QEMU's own (QEMU hw/arm/virt.c), without what the
 * monitor keeps for itself, and what the kernel's boot loader has to add to it
 * (Documentation/arch/arm64/booting.rst and the devicetree schema of "chosen").
 */
#include <asm/devices.h>
#include <asm/fdt.h>
#include <asm/fw_cfg.h>
#include <asm/guest_dt.h>
#include <asm/guest_ram.h>
#include <asm/layout.h>
#include <asm/options.h>
#include <asm/personality.h>
#include <asm/smccc.h>
#include <monitor/byteorder.h>
#include <monitor/macros.h>
#include <monitor/printk.h>
#include <monitor/string.h>
#include <monitor/accepted.h>

#define DROP_NODE(n)		{ .action = FDT_DROP_NODE, .node = (n) }
#define DROP_PROPERTY(n, p)	{ .action = FDT_DROP_PROPERTY, .node = (n), .property = (p) }
#define SET_PROPERTY(n, p, v, s) \
	{ .action = FDT_SET_PROPERTY, .node = (n), .property = (p), .value = (v), .size = (s) }
#define ADD_NODE(n, p)		{ .action = FDT_ADD_NODE, .node = (n), .parent = (p) }

#define MAX_EDITS		40

struct edits {
	struct fdt_edit list[MAX_EDITS];
	unsigned int nr;
};

static void add(struct edits *edits, const struct fdt_edit *more, unsigned int nr)
{
	if (edits->nr + nr > MAX_EDITS)
		panic("too many edits of the device tree");
	memcpy(edits->list + edits->nr, more, nr * sizeof(*more));
	edits->nr += nr;
}

static const struct fdt_edit not_for_guests[] = {
	DROP_NODE("flash"),
	DROP_NODE("fw-cfg"),
	DROP_NODE("platform-bus"),
	DROP_NODE("smmuv3"),
	DROP_PROPERTY("pcie", "iommu-map"),
	/* what there may be of it outside of the guest's RAM, see shared_copy() */
	DROP_NODE("memory"),
	ADD_NODE("memory@40000000", NULL),
	SET_PROPERTY("memory@40000000", "device_type", "memory", sizeof("memory")),
};

/*
 * Nothing would be seen of what devices in these slots reach: their DMA is not
 * translated by the SMMU.
 */
static const struct fdt_edit no_virtio_mmio[] = {
	DROP_NODE("virtio_mmio"),
};

static const struct fdt_edit no_coherent_pci[] = {
	DROP_PROPERTY("pcie", "dma-coherent"),
	/* QEMU 10.0 has it in the root node, and all devices inherit it. */
	DROP_PROPERTY("", "dma-coherent"),
};

/* A bus, three cells; the parent's address, two; the size, two */
#define PCI_RANGE_SIZE		(7 * sizeof(be32))

/*
 * QEMU has the configuration space and a second window for memory above the
 * RAM if there may be RAM above 4 GiB. The guest has none of the latter, and the
 * former where it is otherwise: the address is to have no bits above IPA_BITS.
 */
static void add_pci(struct edits *edits)
{
	static be64 reg[2];
	static be32 buses[2];
	const void *tree = phys_to_virt(HOST_DEVICE_TREE);
	u32 reg_size, ranges_size;
	/* Values in a device tree are aligned to four bytes only. */
	const be32 *host_reg = fdt_property(tree, "pcie", "reg", &reg_size);
	const void *ranges = fdt_property(tree, "pcie", "ranges", &ranges_size);
	const struct fdt_edit pci[] = {
		SET_PROPERTY("pcie", "reg", reg, sizeof(reg)),
		SET_PROPERTY("pcie", "bus-range", buses, sizeof(buses)),
		SET_PROPERTY("pcie", "ranges", ranges, 2 * PCI_RANGE_SIZE),
	};

	if (reg_size != sizeof(reg) || ranges_size < 2 * PCI_RANGE_SIZE)
		panic("the machine's PCI host is not like that of QEMU");
	devices_move(PCI_CONFIG_BASE,
		     (u64)be32_to_cpu(host_reg[0]) << 32 | be32_to_cpu(host_reg[1]));
	reg[0] = cpu_to_be64(PCI_CONFIG_BASE);
	reg[1] = cpu_to_be64(PCI_CONFIG_SIZE);
	buses[0] = 0;
	buses[1] = cpu_to_be32(PCI_CONFIG_LAST_BUS);
	add(edits, pci, ARRAY_SIZE(pci));
}

/*
 * The kernel's Documentation/devicetree/bindings/reserved-memory/shared-dma-pool.yaml:
 * a pool of bounce buffers for devices that are led to it by "memory-region", be it
 * by their own node or by that of their PCI host.
 */
#define POOL_NODE		"restricted-pool@50000000"
#define POOL_BASE		0x50000000
#define POOL_SIZE		(16 * SZ_1M)

/*
 * IEEE Std 1275 PCI bus binding, 2.2.1 and 4.1.1: the address of configuration space of
 * function 0 of the accepted device, on bus 0, three cells, and its size, two
 */
#define ACCEPTED_NODE		"edu@10,0"

static const be32 *accepted_reg(void)
{
	static be32 reg[5];

	reg[0] = cpu_to_be32(ACCEPTED_PCI_SLOT << 11);
	return reg;
}

static void add_restricted_pool(struct edits *edits)
{
	/* Of this value or above are those that QEMU gives, see its device_tree.c. */
	static be32 phandle, cells;
	static be64 reg[2];
	const struct fdt_edit pool[] = {
		ADD_NODE("reserved-memory", NULL),
		SET_PROPERTY("reserved-memory", "#address-cells", &cells, sizeof(cells)),
		SET_PROPERTY("reserved-memory", "#size-cells", &cells, sizeof(cells)),
		SET_PROPERTY("reserved-memory", "ranges", NULL, 0),
		ADD_NODE(POOL_NODE, "reserved-memory"),
		SET_PROPERTY(POOL_NODE, "compatible", "restricted-dma-pool",
			     sizeof("restricted-dma-pool")),
		SET_PROPERTY(POOL_NODE, "reg", reg, sizeof(reg)),
		SET_PROPERTY(POOL_NODE, "phandle", &phandle, sizeof(phandle)),
	};
	const struct fdt_edit for_pci[] = {
		SET_PROPERTY("pcie", "memory-region", &phandle, sizeof(phandle)),
	};
	const struct fdt_edit for_mmio[] = {
		SET_PROPERTY("virtio_mmio@a000000", "memory-region", &phandle, sizeof(phandle)),
	};
	const struct fdt_edit for_accepted[] = {
		SET_PROPERTY(POOL_NODE, "dma-encrypted", NULL, 0),
		ADD_NODE(ACCEPTED_NODE, "pcie"),
		SET_PROPERTY(ACCEPTED_NODE, "reg", accepted_reg(), 5 * sizeof(be32)),
		SET_PROPERTY(ACCEPTED_NODE, "memory-region", &phandle, sizeof(phandle)),
	};
	const struct fdt_edit shared[] = {
		SET_PROPERTY(POOL_NODE, "dma-unencrypted", NULL, 0),
	};

	if (POOL_BASE + POOL_SIZE > guest_ram_end())
		panic("the restricted pool is not in the guest's RAM");
	phandle = cpu_to_be32(1);
	cells = cpu_to_be32(2);
	reg[0] = cpu_to_be64(POOL_BASE);
	reg[1] = cpu_to_be64(POOL_SIZE);
	add(edits, pool, ARRAY_SIZE(pool));
	if (options.restricted_pci)
		add(edits, for_pci, ARRAY_SIZE(for_pci));
	if (options.restricted_mmio)
		add(edits, for_mmio, ARRAY_SIZE(for_mmio));
	if (options.accepted_pool)
		add(edits, for_accepted, ARRAY_SIZE(for_accepted));
	if (options.shared_pool)
		add(edits, shared, ARRAY_SIZE(shared));
}

#define MORE_FILE		"opt/cc-dma/devicetree"
#define MORE_SIZE		(4 * SZ_4K)

/* Nodes that QEMU was given for the guest, or NULL */
static const void *read_more(void)
{
	static u64 more[MORE_SIZE / sizeof(u64)];

	return fw_cfg_read_file(MORE_FILE, (char *)more, sizeof(more)) ? more : NULL;
}

/**
 * guest_dt_create() - make the guest's device tree at GUEST_DEVICE_TREE
 * @p: the guest's personality
 * @initrd_size: bytes of the initrd at GUEST_INITRD
 *
 * QEMU's device tree is in the first page of the guest's RAM, and not needed
 * any more afterwards.
 */
void guest_dt_create(const struct personality *p, u64 initrd_size)
{
	const be64 memory[] = { cpu_to_be64(GUEST_RAM_BASE), cpu_to_be64(options.ram_size) };
	const be64 initrd_start = cpu_to_be64(GUEST_INITRD);
	const be64 initrd_end = cpu_to_be64(GUEST_INITRD + initrd_size);
	const char *method = p->conduit == CONDUIT_HVC ? "hvc" : "smc";
	const struct fdt_edit values[] = {
		SET_PROPERTY("memory@40000000", "reg", memory, sizeof(memory)),
		SET_PROPERTY("psci", "method", method, strlen(method) + 1),
		SET_PROPERTY("chosen", "linux,initrd-start", &initrd_start, sizeof(initrd_start)),
		SET_PROPERTY("chosen", "linux,initrd-end", &initrd_end, sizeof(initrd_end)),
	};
	struct edits edits = { .nr = 0 };

	add(&edits, not_for_guests, ARRAY_SIZE(not_for_guests));
	add(&edits, values, ARRAY_SIZE(values));
	add_pci(&edits);
	if (!options.virtio_mmio)
		add(&edits, no_virtio_mmio, ARRAY_SIZE(no_virtio_mmio));
	if (options.noncoherent)
		add(&edits, no_coherent_pci, ARRAY_SIZE(no_coherent_pci));
	if (options.restricted_pci || options.restricted_mmio || options.accepted_pool)
		add_restricted_pool(&edits);

	fdt_copy(guest_ram(p, GUEST_DEVICE_TREE), GUEST_DEVICE_TREE_SIZE,
		 phys_to_virt(HOST_DEVICE_TREE), edits.list, edits.nr, read_more());
}
