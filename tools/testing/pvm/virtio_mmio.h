/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Virtio devices with the MMIO transport: Virtual I/O Device (VIRTIO) 1.2, 4.2.
 * All devices insist on VIRTIO_F_ACCESS_PLATFORM: their addresses are those of
 * the DMA API.
 */
#ifndef PVM_VIRTIO_MMIO_H
#define PVM_VIRTIO_MMIO_H

#include <monitor/types.h>

#include "virtqueue.h"

#define MAX_QUEUES	2

/**
 * struct virtio_device - a device
 * @name: for messages
 * @id: VIRTIO_ID_*
 * @features: those of this type of device
 * @config: the device's configuration space
 * @config_size: bytes of it
 * @nr_queues: how many queues it has
 * @notify: the driver has made buffers available in a queue; called with the
 *	devices locked
 *
 * The rest belongs to the transport: @queues, @number of the device, and what
 * the driver has written to the registers.
 */
struct virtio_device {
	const char *name;
	u32 id;
	u64 features;
	void *config;
	u32 config_size;
	unsigned int nr_queues;
	void (*notify)(struct virtio_device *device, unsigned int queue);

	struct virtqueue queues[MAX_QUEUES];
	unsigned int number;
	u32 device_features_sel;
	u32 driver_features_sel;
	u32 queue_sel;
	u32 interrupts;
	u32 status;
	u64 driver_features;
};

void virtio_add(struct virtio_device *device, u64 base, u64 size);
unsigned int virtio_count(void);
const struct virtio_device *virtio_get(unsigned int number);
void virtio_interrupt(struct virtio_device *device);
void virtio_report(void);

#endif /* PVM_VIRTIO_MMIO_H */
