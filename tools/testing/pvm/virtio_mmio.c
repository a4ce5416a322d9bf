// SPDX-License-Identifier: GPL-2.0-only
#include <linux/virtio_config.h>
#include <linux/virtio_mmio.h>
#include <string.h>

#include <monitor/macros.h>

#include "console.h"
#include "layout.h"
#include "mmio.h"
#include "virtio_mmio.h"
#include "vm.h"

#define MAGIC		0x74726976	/* 4.2.2: "virt" */
#define VERSION		2		/* of the registers */
#define VENDOR		0x6d767076

#define FEATURE(nr)	(1ULL << (nr))
#define ALWAYS		(FEATURE(VIRTIO_F_VERSION_1) | FEATURE(VIRTIO_F_ACCESS_PLATFORM))

static struct virtio_device *devices[4];
static unsigned int nr_devices;

static u32 half(u64 value, u32 which)
{
	return which == 0 ? value : which == 1 ? value >> 32 : 0;
}

static void set_half(u64 *value, u32 which, u32 bits)
{
	if (which == 0)
		*value = (*value & ~0xffffffffULL) | bits;
	else if (which == 1)
		*value = (*value & 0xffffffffULL) | (u64)bits << 32;
}

static void update_interrupt(const struct virtio_device *device)
{
	vm_set_irq(VIRTIO_SPI(device->number), device->interrupts);
}

static void reset(struct virtio_device *device)
{
	struct virtqueue *queue;

	for (queue = device->queues; queue < device->queues + MAX_QUEUES; queue++)
		*queue = (struct virtqueue) {
			.master = queue->master,
			.done = queue->done,
		};
	device->status = 0;
	device->driver_features = 0;
	device->interrupts = 0;
	update_interrupt(device);
}

static void set_status(struct virtio_device *device, u32 status)
{
	if (!status) {
		reset(device);
		return;
	}
	/* 2.2.2: a device may refuse a driver that leaves out what it needs */
	if (status & VIRTIO_CONFIG_S_FEATURES_OK &&
	    (device->driver_features & ALWAYS) != ALWAYS) {
		console_say("%s: refused features 0x%llx", device->name, device->driver_features);
		status &= ~VIRTIO_CONFIG_S_FEATURES_OK;
	}
	device->status = status;
}

static u64 read_config(const struct virtio_device *device, u64 offset, u32 bytes)
{
	u64 value = 0;

	if (offset < device->config_size && bytes <= device->config_size - offset)
		memcpy(&value, device->config + offset, bytes);
	return value;
}

static u64 virtio_read(void *opaque, u64 offset, u32 bytes)
{
	const struct virtio_device *device = opaque;
	bool queue = device->queue_sel < device->nr_queues;

	if (offset >= VIRTIO_MMIO_CONFIG)
		return read_config(device, offset - VIRTIO_MMIO_CONFIG, bytes);
	switch (offset) {
	case VIRTIO_MMIO_MAGIC_VALUE:
		return MAGIC;
	case VIRTIO_MMIO_VERSION:
		return VERSION;
	case VIRTIO_MMIO_DEVICE_ID:
		return device->id;
	case VIRTIO_MMIO_VENDOR_ID:
		return VENDOR;
	case VIRTIO_MMIO_DEVICE_FEATURES:
		return half(device->features | ALWAYS, device->device_features_sel);
	case VIRTIO_MMIO_QUEUE_NUM_MAX:
		return queue ? VIRTQUEUE_SIZE : 0;
	case VIRTIO_MMIO_QUEUE_READY:
		return queue && device->queues[device->queue_sel].ready;
	case VIRTIO_MMIO_INTERRUPT_STATUS:
		return device->interrupts;
	case VIRTIO_MMIO_STATUS:
		return device->status;
	}
	return 0;
}

/* 2.7: a power of two */
static u16 queue_size(const struct virtio_device *device, u32 size)
{
	if (!size || size > VIRTQUEUE_SIZE || size & (size - 1))
		die("%s, queue %u: %u entries", device->name, device->queue_sel, size);
	return size;
}

/* 2.7: alignment of the parts of a queue */
static void set_ready(struct virtio_device *device, struct virtqueue *queue, u32 ready)
{
	if (ready && (!queue->size || queue->desc % 16 || queue->driver % 2 || queue->device % 4))
		die("%s, queue %u: not set up, or not aligned", device->name,
		    queue->master.queue);
	queue->ready = ready;
}

static void write_queue(struct virtio_device *device, u64 offset, u32 value)
{
	struct virtqueue *queue = &device->queues[device->queue_sel];

	if (device->queue_sel >= device->nr_queues)
		return;
	/* 4.2.2.2: the driver must not */
	if (queue->ready && offset != VIRTIO_MMIO_QUEUE_READY)
		die("%s, queue %u: changed while in use, register 0x%llx", device->name,
		    device->queue_sel, offset);
	switch (offset) {
	case VIRTIO_MMIO_QUEUE_NUM:
		queue->size = queue_size(device, value);
		break;
	case VIRTIO_MMIO_QUEUE_READY:
		set_ready(device, queue, value);
		break;
	case VIRTIO_MMIO_QUEUE_DESC_LOW:
		set_half(&queue->desc, 0, value);
		break;
	case VIRTIO_MMIO_QUEUE_DESC_HIGH:
		set_half(&queue->desc, 1, value);
		break;
	case VIRTIO_MMIO_QUEUE_AVAIL_LOW:
		set_half(&queue->driver, 0, value);
		break;
	case VIRTIO_MMIO_QUEUE_AVAIL_HIGH:
		set_half(&queue->driver, 1, value);
		break;
	case VIRTIO_MMIO_QUEUE_USED_LOW:
		set_half(&queue->device, 0, value);
		break;
	case VIRTIO_MMIO_QUEUE_USED_HIGH:
		set_half(&queue->device, 1, value);
		break;
	}
}

static void virtio_write(void *opaque, u64 offset, u32 bytes, u64 value)
{
	struct virtio_device *device = opaque;

	(void)bytes;
	switch (offset) {
	case VIRTIO_MMIO_DEVICE_FEATURES_SEL:
		device->device_features_sel = value;
		break;
	case VIRTIO_MMIO_DRIVER_FEATURES_SEL:
		device->driver_features_sel = value;
		break;
	case VIRTIO_MMIO_DRIVER_FEATURES:
		set_half(&device->driver_features, device->driver_features_sel, value);
		break;
	case VIRTIO_MMIO_QUEUE_SEL:
		device->queue_sel = value;
		break;
	case VIRTIO_MMIO_QUEUE_NOTIFY:
		/* 3.1.1: not before the driver has said so */
		if (!(device->status & VIRTIO_CONFIG_S_DRIVER_OK))
			die("%s: notified in status 0x%x", device->name, device->status);
		if (value < device->nr_queues)
			device->notify(device, value);
		break;
	case VIRTIO_MMIO_INTERRUPT_ACK:
		device->interrupts &= ~value;
		update_interrupt(device);
		break;
	case VIRTIO_MMIO_STATUS:
		set_status(device, value);
		break;
	default:
		write_queue(device, offset, value);
		break;
	}
}

/**
 * virtio_add() - have a device in the guest's address space
 * @device: the device
 * @base: guest physical address of the memory that it may access
 * @size: bytes of that
 */
void virtio_add(struct virtio_device *device, u64 base, u64 size)
{
	unsigned int i;

	if (nr_devices == ARRAY_SIZE(devices))
		die("too many virtio devices");
	for (i = 0; i < MAX_QUEUES; i++)
		device->queues[i].master = (struct dma_master) {
			.name = device->name,
			.queue = i,
			.base = base,
			.size = size,
		};
	device->number = nr_devices;
	mmio_add(&(struct mmio_device) {
		.base = VIRTIO_BASE(nr_devices),
		.size = VIRTIO_SIZE,
		.read = virtio_read,
		.write = virtio_write,
		.device = device,
	});
	devices[nr_devices++] = device;
}

/**
 * virtio_count() - how many devices there are
 *
 * Return: their number
 */
unsigned int virtio_count(void)
{
	return nr_devices;
}

/**
 * virtio_get() - one of the devices
 * @number: which one, below virtio_count()
 *
 * Return: the device
 */
const struct virtio_device *virtio_get(unsigned int number)
{
	return devices[number];
}

/**
 * virtio_interrupt() - tell the driver that buffers were used
 * @device: by which device; with the devices locked
 */
void virtio_interrupt(struct virtio_device *device)
{
	device->interrupts |= VIRTIO_MMIO_INT_VRING;
	update_interrupt(device);
}

/**
 * virtio_report() - say how far the devices have come
 */
void virtio_report(void)
{
	const struct virtqueue *queue;
	unsigned int i, j;

	for (i = 0; i < nr_devices; i++)
		for (j = 0; j < devices[i]->nr_queues; j++) {
			queue = &devices[i]->queues[j];
			console_say("%s, queue %u: %lu requests%s", devices[i]->name, j,
				    queue->done, queue->ready ? "" : ", not in use");
		}
}
