// SPDX-License-Identifier: GPL-2.0-only
#include <linux/virtio_ring.h>

#include <monitor/macros.h>

#include "console.h"
#include "virtqueue.h"

static struct vring_desc read_descriptor(const struct virtqueue *queue, u16 index)
{
	struct vring_desc desc;

	if (index >= queue->size)
		die("%s, queue %u: there is no descriptor %u", queue->master.name,
		    queue->master.queue, index);
	dma_read(&queue->master, "descriptor table", queue->desc + index * sizeof(desc),
		 &desc, sizeof(desc));
	return desc;
}

/**
 * virtqueue_pop() - take what the driver made available next
 * @queue: from which queue
 * @chain: where to put it; it is to be given back by virtqueue_push()
 *
 * Return: false if there is nothing
 */
bool virtqueue_pop(struct virtqueue *queue, struct chain *chain)
{
	const struct dma_master *master = &queue->master;
	struct vring_desc desc;
	u64 entry;
	u16 index;

	if (!queue->ready)
		return false;
	index = dma_read_u16(master, "available ring",
			     queue->driver + offsetof(struct vring_avail, idx));
	if (index == queue->next_avail)
		return false;
	if ((u16)(index - queue->next_avail) > queue->size)
		die("%s, queue %u: the available ring went from %u to %u", master->name,
		    master->queue, queue->next_avail, index);
	entry = queue->driver + offsetof(struct vring_avail, ring) +
		queue->next_avail++ % queue->size * sizeof(u16);
	*chain = (struct chain) {
		.queue = queue,
		.head = dma_read_u16(master, "available ring", entry),
	};
	index = chain->head;
	do {
		desc = read_descriptor(queue, index);
		if (chain->nr == queue->size || desc.flags & VRING_DESC_F_INDIRECT)
			die("%s, queue %u: descriptor %u is wrong, flags 0x%x", master->name,
			    master->queue, index, desc.flags);
		/* 2.7.4.2: those for the device to write come last */
		if (!(desc.flags & VRING_DESC_F_WRITE)) {
			if (chain->nr_readable != chain->nr)
				die("%s, queue %u: wrong order of descriptors", master->name,
				    master->queue);
			chain->nr_readable++;
		}
		chain->buffers[chain->nr].addr = desc.addr;
		chain->buffers[chain->nr++].size = desc.len;
		index = desc.next;
	} while (desc.flags & VRING_DESC_F_NEXT);
	return true;
}

/**
 * virtqueue_push() - tell the driver that its buffers have been used
 * @chain: which ones
 */
void virtqueue_push(struct chain *chain)
{
	struct virtqueue *queue = chain->queue;
	const struct vring_used_elem elem = {
		.id = chain->head,
		.len = chain->written,
	};
	u64 entry = queue->device + offsetof(struct vring_used, ring) +
		    queue->next_used++ % queue->size * sizeof(elem);

	dma_write(&queue->master, "used ring", entry, &elem, sizeof(elem));
	dma_write_u16(&queue->master, "used ring",
		      queue->device + offsetof(struct vring_used, idx), queue->next_used);
	queue->done++;
}

static u64 total(const struct chain *chain, unsigned int first, unsigned int end)
{
	u64 size = 0;

	while (first < end)
		size += chain->buffers[first++].size;
	return size;
}

/**
 * chain_readable() - how much the driver has for the device
 * @chain: the buffers
 *
 * Return: bytes in all buffers of this kind, used or not
 */
u64 chain_readable(const struct chain *chain)
{
	return total(chain, 0, chain->nr_readable);
}

/**
 * chain_writable() - how much the device may write
 * @chain: the buffers
 *
 * Return: bytes in all buffers of this kind, used or not
 */
u64 chain_writable(const struct chain *chain)
{
	return total(chain, chain->nr_readable, chain->nr);
}

/* Where byte @skip of the buffers from @first on is, and how many follow there */
static u64 locate(const struct chain *chain, unsigned int first, unsigned int end, u64 skip,
		  u64 *size)
{
	for (; first < end; first++) {
		if (skip < chain->buffers[first].size) {
			*size = chain->buffers[first].size - skip;
			return chain->buffers[first].addr + skip;
		}
		skip -= chain->buffers[first].size;
	}
	die("%s, queue %u: the buffers are too small", chain->queue->master.name,
	    chain->queue->master.queue);
}

/**
 * chain_read() - read what the driver has for the device, from where it was left
 * @chain: the buffers
 * @to: where the data goes
 * @size: bytes
 */
void chain_read(struct chain *chain, void *to, u64 size)
{
	u64 addr, now;

	for (; size; size -= now, to += now, chain->read += now) {
		addr = locate(chain, 0, chain->nr_readable, chain->read, &now);
		now = now < size ? now : size;
		dma_read(&chain->queue->master, "buffer", addr, to, now);
	}
}

/**
 * chain_write() - write to the driver's buffers, behind what was written before
 * @chain: the buffers
 * @from: where the data is
 * @size: bytes
 */
void chain_write(struct chain *chain, const void *from, u64 size)
{
	u64 addr, now;

	for (; size; size -= now, from += now, chain->written += now) {
		addr = locate(chain, chain->nr_readable, chain->nr, chain->written, &now);
		now = now < size ? now : size;
		dma_write(&chain->queue->master, "buffer", addr, from, now);
	}
}
