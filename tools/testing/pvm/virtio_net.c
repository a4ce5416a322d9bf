// SPDX-License-Identifier: GPL-2.0-only
/* Network device: Virtual I/O Device (VIRTIO) 1.2, 5.1 */
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <linux/virtio_ids.h>
#include <linux/virtio_net.h>
#include <pthread.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <monitor/macros.h>

#include "console.h"
#include "mmio.h"
#include "virtio_devices.h"

#define RX_QUEUE	0
#define TX_QUEUE	1
#define MAX_FRAME	2048

static int tap;
static struct virtio_net_config config = {
	.mac = { 0x52, 0x54, 0x00, 0x12, 0x34, 0x56 },
};

/* 5.1.6: this precedes each frame, here without any offloading */
#define HEADER_SIZE	sizeof(struct virtio_net_hdr_v1)

static void notify(struct virtio_device *device, unsigned int queue)
{
	struct chain chain;
	u8 packet[HEADER_SIZE + MAX_FRAME];
	u64 size;

	if (queue != TX_QUEUE)
		return;
	while (virtqueue_pop(&device->queues[queue], &chain)) {
		size = chain_readable(&chain);
		if (size <= HEADER_SIZE || size > sizeof(packet))
			die("%s: a frame of %llu bytes with its header", device->name, size);
		chain_read(&chain, packet, size);
		/* as with any network, what cannot be sent is lost */
		if (write(tap, packet + HEADER_SIZE, size - HEADER_SIZE) < 0)
			console_say("%s: %s", device->name, strerror(errno));
		virtqueue_push(&chain);
	}
	virtio_interrupt(device);
}

static void receive(struct virtio_device *device, const u8 *frame, u64 size)
{
	const struct virtio_net_hdr_v1 header = { .num_buffers = 1 };
	struct chain chain;

	if (!virtqueue_pop(&device->queues[RX_QUEUE], &chain))
		return;			/* lost: the driver has no buffer for it */
	if (chain_writable(&chain) < sizeof(header) + size)
		die("%s: a buffer of %llu bytes is too small", device->name,
		    chain_writable(&chain));
	chain_write(&chain, &header, sizeof(header));
	chain_write(&chain, frame, size);
	virtqueue_push(&chain);
	virtio_interrupt(device);
}

static void *receiver(void *device)
{
	u8 frame[MAX_FRAME];
	ssize_t size;

	for (;;) {
		size = read(tap, frame, sizeof(frame));
		if (size < 0)
			die("virtio-net: %s", strerror(errno));
		devices_lock();
		receive(device, frame, size);
		devices_unlock();
	}
	return NULL;
}

static struct virtio_device net = {
	.name = "virtio-net",
	.id = VIRTIO_ID_NET,
	.features = BIT(VIRTIO_NET_F_MAC),
	.config = &config,
	.config_size = sizeof(config),
	.nr_queues = 2,
	.notify = notify,
};

/**
 * virtio_net_create() - make the guest's network device
 * @interface: the host's end of it, a tap interface
 *
 * Return: the device
 */
struct virtio_device *virtio_net_create(const char *interface)
{
	struct ifreq request = { .ifr_flags = IFF_TAP | IFF_NO_PI };
	pthread_t thread;

	strncpy(request.ifr_name, interface, IFNAMSIZ - 1);
	tap = open("/dev/net/tun", O_RDWR);
	if (tap < 0 || ioctl(tap, TUNSETIFF, &request))
		die("%s: %s", interface, strerror(errno));
	errno = pthread_create(&thread, NULL, receiver, &net);
	if (errno)
		die("virtio-net: %s", strerror(errno));
	return &net;
}
