// SPDX-License-Identifier: GPL-2.0-only
/*
 * Bindings are those in Linux, Documentation/devicetree/bindings, and in the
 * schemas of the project devicetree-org/dt-schema.
 */
#include <stdio.h>
#include <sys/random.h>

#include <monitor/macros.h>

#include "console.h"
#include "fdt.h"
#include "guest_dt.h"
#include "guest_ram.h"
#include "layout.h"
#include "virtio_mmio.h"

#define PHANDLE_GIC	1
#define PHANDLE_POOL	2

/* arm,gic-v3.yaml: the cells of an interrupt */
#define GIC_SPI		0
#define GIC_PPI		1
#define LEVEL_HIGH	4

static void begin_unit(const char *name, u64 addr)
{
	char unit[64];

	snprintf(unit, sizeof(unit), "%s@%llx", name, addr);
	fdt_begin_node(unit);
}

/* chosen.yaml */
static void chosen(const struct guest_dt *guest)
{
	u8 seed[64];

	if (getrandom(seed, sizeof(seed), 0) != sizeof(seed))
		die("no random numbers for the guest");
	fdt_begin_node("chosen");
	fdt_string("bootargs", guest->bootargs);
	fdt_property("rng-seed", seed, sizeof(seed));
	fdt_u32("linux,initrd-start", guest->initrd >> 32, guest->initrd);
	fdt_u32("linux,initrd-end", (guest->initrd + guest->initrd_size) >> 32,
		guest->initrd + guest->initrd_size);
	fdt_end_node();
}

static void memory(void)
{
	begin_unit("memory", RAM_BASE);
	fdt_string("device_type", "memory");
	fdt_range("reg", RAM_BASE, guest_ram_size());
	fdt_end_node();
}

/* reserved-memory/shared-dma-pool.yaml of dt-schema, with the properties of the series */
static void reserved_memory(const struct guest_dt *guest)
{
	if (!guest->restricted)
		return;
	fdt_begin_node("reserved-memory");
	fdt_u32("#address-cells", 2);
	fdt_u32("#size-cells", 2);
	fdt_property("ranges", "", 0);
	begin_unit("restricted-dma-pool", guest->pool);
	fdt_string("compatible", "restricted-dma-pool");
	fdt_range("reg", guest->pool, POOL_SIZE);
	fdt_u32("phandle", PHANDLE_POOL);
	if (guest->pool_shared)
		fdt_property("dma-unencrypted", "", 0);
	fdt_end_node();
	fdt_end_node();
}

/* arm/cpus.yaml */
static void cpus(const struct guest_dt *guest)
{
	unsigned int i;

	fdt_begin_node("cpus");
	fdt_u32("#address-cells", 1);
	fdt_u32("#size-cells", 0);
	for (i = 0; i < guest->nr_cpus; i++) {
		begin_unit("cpu", i);
		fdt_string("device_type", "cpu");
		fdt_string("compatible", "arm,armv8");
		fdt_u32("reg", i);
		fdt_string("enable-method", "psci");
		fdt_end_node();
	}
	fdt_end_node();
}

/* arm/psci.yaml */
static void psci(void)
{
	fdt_begin_node("psci");
	fdt_string("compatible", "arm,psci-1.0");
	fdt_string("method", "hvc");
	fdt_end_node();
}

/* timer/arm,arch_timer.yaml */
static void timer(void)
{
	fdt_begin_node("timer");
	fdt_string("compatible", "arm,armv8-timer");
	fdt_u32("interrupts", GIC_PPI, 13, LEVEL_HIGH, GIC_PPI, 14, LEVEL_HIGH,
		GIC_PPI, 11, LEVEL_HIGH, GIC_PPI, 10, LEVEL_HIGH);
	fdt_property("always-on", "", 0);
	fdt_end_node();
}

/* interrupt-controller/arm,gic-v3.yaml */
static void gic(const struct guest_dt *guest)
{
	begin_unit("interrupt-controller", GICD_BASE);
	fdt_string("compatible", "arm,gic-v3");
	fdt_property("interrupt-controller", "", 0);
	fdt_u32("#interrupt-cells", 3);
	fdt_u32("reg", 0, GICD_BASE, 0, GICD_SIZE, 0, GICR_BASE, 0, GICR_SIZE * guest->nr_cpus);
	fdt_u32("phandle", PHANDLE_GIC);
	fdt_end_node();
}

/* serial/8250.yaml */
static void serial(void)
{
	begin_unit("serial", UART_BASE);
	fdt_string("compatible", "ns16550a");
	fdt_range("reg", UART_BASE, UART_SIZE);
	fdt_u32("clock-frequency", 1843200);
	fdt_u32("interrupts", GIC_SPI, UART_SPI, LEVEL_HIGH);
	fdt_end_node();
}

/* virtio/mmio.yaml */
static void virtio(const struct guest_dt *guest, unsigned int number)
{
	begin_unit("virtio", VIRTIO_BASE(number));
	fdt_string("compatible", "virtio,mmio");
	fdt_range("reg", VIRTIO_BASE(number), VIRTIO_SIZE);
	fdt_u32("interrupts", GIC_SPI, VIRTIO_SPI(number), LEVEL_HIGH);
	fdt_property("dma-coherent", "", 0);
	if (guest->restricted & BIT(number))
		fdt_u32("memory-region", PHANDLE_POOL);
	fdt_end_node();
}

/**
 * guest_dt_create() - make the device tree
 * @guest: what depends on the options
 * @size: set to how many bytes it has
 *
 * Return: the tree
 */
const void *guest_dt_create(const struct guest_dt *guest, u32 *size)
{
	unsigned int i;

	fdt_begin_node("");
	fdt_u32("#address-cells", 2);
	fdt_u32("#size-cells", 2);
	fdt_string("compatible", "linux,dummy-virt");
	fdt_u32("interrupt-parent", PHANDLE_GIC);
	chosen(guest);
	memory();
	reserved_memory(guest);
	cpus(guest);
	if (guest->psci)
		psci();
	timer();
	gic(guest);
	serial();
	for (i = 0; i < virtio_count(); i++)
		virtio(guest, i);
	if (guest->more)
		fdt_nodes(guest->more);
	fdt_end_node();
	return fdt_finish(size);
}
