/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The machine that the guest sees: where everything is in guest physical memory,
 * and which shared peripheral interrupt (SPI) each device has. The addresses are
 * those of QEMU's machine "virt", for no other reason than that they are known.
 */
#ifndef PVM_LAYOUT_H
#define PVM_LAYOUT_H

#include <monitor/const.h>
#include <monitor/sizes.h>

#define GICD_BASE		UL(0x08000000)
#define GICD_SIZE		UL(0x00010000)
#define GICR_BASE		UL(0x080a0000)
#define GICR_SIZE		UL(0x00020000)	/* for each CPU */
#define NR_IRQS			64		/* the private ones, then SPIs */
#define NR_PRIVATE_IRQS		32

#define UART_BASE		UL(0x09000000)
#define UART_SIZE		UL(0x00001000)
#define UART_SPI		0

#define VIRTIO_SIZE		UL(0x00001000)	/* for each device */
#define VIRTIO_BASE(n)		(UL(0x0a000000) + (n) * VIRTIO_SIZE)
#define VIRTIO_SPI(n)		(1 + (n))

/* The kernel starts here, the initrd is put behind it. */
#define RAM_BASE		UL(0x40000000)

/* Fixed, so that tests know it. The program that stands for firmware is behind it. */
#define DEVICE_TREE		(RAM_BASE + UL(0x07e00000))

/* A restricted pool, if there is one, has the end of the RAM. */
#define POOL_SIZE		UL(0x00800000)

#define MAX_CPUS		4

#endif /* PVM_LAYOUT_H */
