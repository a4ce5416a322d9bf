/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Split virtqueues, seen by the device: Virtual I/O Device (VIRTIO) 1.2, 2.7.
 * Indirect descriptors and event indices are not offered to the driver.
 */
#ifndef PVM_VIRTQUEUE_H
#define PVM_VIRTQUEUE_H

#include <monitor/types.h>

#include "guest_ram.h"

#define VIRTQUEUE_SIZE	64	/* entries, at the most */

/**
 * struct virtqueue - a queue
 * @master: the device and the number of the queue
 * @ready: the driver has set it up, and the device may use it
 * @size: entries
 * @desc: guest physical address of the descriptor table
 * @driver: and of what the driver writes, the available ring
 * @device: and of what the device writes, the used ring
 * @next_avail: index of the next entry of the available ring
 * @next_used: index of the next entry of the used ring
 * @done: chains that were used since the device was created
 */
struct virtqueue {
	struct dma_master master;
	bool ready;
	u16 size;
	u64 desc;
	u64 driver;
	u64 device;
	u16 next_avail;
	u16 next_used;
	unsigned long done;
};

/**
 * struct chain - buffers that the driver made available together
 * @queue: where they come from
 * @head: index of the first descriptor
 * @buffers: what the driver filled for the device, then what the device is to fill
 * @nr_readable: how many are of the first kind
 * @nr: how many there are
 * @read: bytes that chain_read() has taken so far
 * @written: bytes that chain_write() has put so far
 */
struct chain {
	struct virtqueue *queue;
	u16 head;
	struct {
		u64 addr;
		u32 size;
	} buffers[VIRTQUEUE_SIZE];
	unsigned int nr_readable;
	unsigned int nr;
	u64 read;
	u64 written;
};

bool virtqueue_pop(struct virtqueue *queue, struct chain *chain);
void virtqueue_push(struct chain *chain);

u64 chain_readable(const struct chain *chain);
u64 chain_writable(const struct chain *chain);
void chain_read(struct chain *chain, void *to, u64 size);
void chain_write(struct chain *chain, const void *from, u64 size);

#endif /* PVM_VIRTQUEUE_H */
