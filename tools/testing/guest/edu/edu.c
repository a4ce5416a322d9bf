// SPDX-License-Identifier: GPL-2.0-only
/*
 * Driver for QEMU's edu device, as far as its DMA controller goes
 */
#include <linux/dma-mapping.h>
#include <linux/io-64-nonatomic-lo-hi.h>
#include <linux/iopoll.h>
#include <linux/pci.h>

#include <monitor/accepted.h>

#include "edu.h"
#include "accepted.h"

#define ACCEPTED_DEVFN		PCI_DEVFN(ACCEPTED_PCI_SLOT, 0)

/*
 * QEMU docs/specs/edu.rst, "MMIO area spec" and "DMA controller". The registers
 * of the controller take the upper half of an address only as part of an access
 * of 64 bits; two of 32 bits lose it.
 */
#define EDU_VENDOR_ID		0x1234
#define EDU_DEVICE_ID		0x11e8
#define EDU_DMA_SRC		0x80
#define EDU_DMA_DST		0x88
#define EDU_DMA_COUNT		0x90
#define EDU_DMA_COMMAND		0x98
#define EDU_DMA_START		BIT(0)
#define EDU_DMA_TO_MEMORY	BIT(1)
#define EDU_BUFFER		0x40000	/* address of the buffer for the controller */

/* The device takes 100 ms for any transfer; a loaded host may take longer. */
#define EDU_POLL_US		2000
#define EDU_TIMEOUT_US		5000000

/* One of the host's, and one that is accepted */
static struct edu edus[2];
static unsigned int users;

static void edu_start(struct edu *edu, u64 src, u64 dst, size_t bytes, u32 command)
{
	writeq(src, edu->regs + EDU_DMA_SRC);
	writeq(dst, edu->regs + EDU_DMA_DST);
	writeq(bytes, edu->regs + EDU_DMA_COUNT);
	writeq(command | EDU_DMA_START, edu->regs + EDU_DMA_COMMAND);
}

int edu_wait(struct edu *edu)
{
	u64 value;

	return readq_poll_timeout(edu->regs + EDU_DMA_COMMAND, value,
				  !(value & EDU_DMA_START), EDU_POLL_US,
				  EDU_TIMEOUT_US);
}

void edu_start_reading(struct edu *edu, dma_addr_t addr, size_t bytes)
{
	edu_start(edu, addr, EDU_BUFFER, bytes, 0);
}

int edu_read_memory(struct edu *edu, dma_addr_t addr, size_t bytes)
{
	edu_start_reading(edu, addr, bytes);
	return edu_wait(edu);
}

int edu_write_memory(struct edu *edu, dma_addr_t addr, size_t bytes)
{
	edu_start(edu, EDU_BUFFER, addr, bytes, EDU_DMA_TO_MEMORY);
	return edu_wait(edu);
}

static bool edu_is_accepted(const struct pci_dev *pdev)
{
	return pdev->devfn == ACCEPTED_DEVFN;
}

static int edu_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct edu *edu = &edus[edu_is_accepted(pdev)];
	int rc;

	if (edu->pdev)
		return -EBUSY;
	rc = pcim_enable_device(pdev);
	if (rc)
		return rc;
	rc = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (rc)
		return rc;
	edu->regs = pcim_iomap_region(pdev, 0, "edu");
	if (IS_ERR(edu->regs))
		return PTR_ERR(edu->regs);
	pci_set_master(pdev);
	edu->pdev = pdev;
	return 0;
}

static void edu_remove(struct pci_dev *pdev)
{
	pci_clear_master(pdev);
	edus[edu_is_accepted(pdev)].pdev = NULL;
}

static const struct pci_device_id edu_ids[] = {
	{ PCI_DEVICE(EDU_VENDOR_ID, EDU_DEVICE_ID) },
	{}
};
MODULE_DEVICE_TABLE(pci, edu_ids);

static struct pci_driver edu_driver = {
	.name = "edu-dma",
	.id_table = edu_ids,
	.probe = edu_probe,
	.remove = edu_remove,
};

/* A bus would do it when it has accepted a device, before there is a driver. */
static int accept(void)
{
	struct pci_dev *pdev = pci_get_domain_bus_and_slot(0, 0, ACCEPTED_DEVFN);
	int rc;

	if (!pdev)
		return 0;
	device_lock(&pdev->dev);
	rc = edu_accept(&pdev->dev);
	device_unlock(&pdev->dev);
	pci_dev_put(pdev);
	return rc;
}

struct edu *edu_get(bool accepted)
{
	if (!users) {
		if (accept() || pci_register_driver(&edu_driver))
			return NULL;
	}
	users++;
	if (edus[accepted].pdev)
		return &edus[accepted];
	edu_put();
	return NULL;
}

void edu_put(void)
{
	if (!--users)
		pci_unregister_driver(&edu_driver);
}
