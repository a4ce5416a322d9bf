// SPDX-License-Identifier: GPL-2.0-only
/* Entropy device: Virtual I/O Device (VIRTIO) 1.2, 5.4 */
#include <errno.h>
#include <linux/virtio_ids.h>
#include <string.h>
#include <sys/random.h>

#include "console.h"
#include "virtio_devices.h"

static void notify(struct virtio_device *device, unsigned int queue)
{
	struct chain chain;
	u8 random[256];
	u64 size;

	while (virtqueue_pop(&device->queues[queue], &chain)) {
		/* 5.4.6.1: the device may give less than it is asked for */
		size = chain_writable(&chain);
		if (size > sizeof(random))
			size = sizeof(random);
		if (getrandom(random, size, 0) != (ssize_t)size)
			die("getrandom: %s", strerror(errno));
		chain_write(&chain, random, size);
		virtqueue_push(&chain);
	}
	virtio_interrupt(device);
}

static struct virtio_device rng = {
	.name = "virtio-rng",
	.id = VIRTIO_ID_RNG,
	.nr_queues = 1,
	.notify = notify,
};

/**
 * virtio_rng_create() - make the guest's source of random numbers
 *
 * Return: the device
 */
struct virtio_device *virtio_rng_create(void)
{
	return &rng;
}
