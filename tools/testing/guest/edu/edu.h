/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * QEMU's edu device as a bus master: copy between memory and the device
 *
 * QEMU docs/specs/edu.rst, "DMA controller". The device has a buffer of its own
 * that only its DMA controller reaches, so what it has seen of the memory can be
 * looked at only by having it written back.
 */
#ifndef _EDU_H
#define _EDU_H

#include <linux/pci.h>
#include <linux/types.h>

/* One byte less than there is: QEMU refuses to touch the last one. */
#define EDU_MAX_TRANSFER	4095

/**
 * struct edu - an edu device that is bound to the driver
 * @pdev:	The device; its DMA mask is 64 bits wide.
 * @regs:	BAR 0, mapped.
 */
struct edu {
	struct pci_dev *pdev;
	void __iomem *regs;
};

/**
 * edu_get() - register the driver and get a device
 * @accepted:	Get the accepted device, else a device of the host.
 *
 * May sleep.
 *
 * Return: The device, or %NULL if the machine has none.
 */
struct edu *edu_get(bool accepted);

/**
 * edu_put() - give back what edu_get() has returned
 *
 * May sleep. The last call unregisters the driver; all devices are gone then.
 */
void edu_put(void);

/**
 * edu_read_memory() - have the device read memory into its buffer
 * @edu:	The device.
 * @addr:	Bus address, used as it is.
 * @bytes:	How many, at most %EDU_MAX_TRANSFER.
 *
 * May sleep. Nothing tells whether there was memory at @addr: the device reads
 * something in any case.
 *
 * Return: 0, or -ETIMEDOUT if the transfer did not end in time.
 */
int edu_read_memory(struct edu *edu, dma_addr_t addr, size_t bytes);

/**
 * edu_start_reading() - the same, but do not wait for the end
 * @edu:	The device, which has nothing else to do.
 * @addr:	Bus address, used as it is.
 * @bytes:	How many, at most %EDU_MAX_TRANSFER.
 *
 * Any context. To be followed by edu_wait().
 */
void edu_start_reading(struct edu *edu, dma_addr_t addr, size_t bytes);

/**
 * edu_wait() - wait for the end of what edu_start_reading() has started
 * @edu:	The device.
 *
 * May sleep.
 *
 * Return: 0, or -ETIMEDOUT if the transfer did not end in time.
 */
int edu_wait(struct edu *edu);

/**
 * edu_write_memory() - have the device write its buffer to memory
 * @edu:	The device.
 * @addr:	Bus address, used as it is.
 * @bytes:	How many, at most %EDU_MAX_TRANSFER.
 *
 * May sleep. Nothing tells whether there was memory at @addr.
 *
 * Return: 0, or -ETIMEDOUT if the transfer did not end in time.
 */
int edu_write_memory(struct edu *edu, dma_addr_t addr, size_t bytes);

#endif /* _EDU_H */
