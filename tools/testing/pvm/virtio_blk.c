// SPDX-License-Identifier: GPL-2.0-only
/* Block device: Virtual I/O Device (VIRTIO) 1.2, 5.2 */
#include <errno.h>
#include <fcntl.h>
#include <linux/virtio_blk.h>
#include <linux/virtio_ids.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include <monitor/macros.h>
#include <monitor/sizes.h>

#include "console.h"
#include "virtio_devices.h"

#define SECTOR_SIZE	512
#define MAX_SEGMENTS	16

static int disk;
static struct virtio_blk_config config;

/* Data goes by way of a buffer: the kernel would not get at the guest's pages. */
static u8 buffer[SZ_4K];

static u8 read_disk(struct chain *chain, u64 offset)
{
	u64 left = chain_writable(chain) - 1, now;

	for (; left; left -= now, offset += now) {
		now = left < sizeof(buffer) ? left : sizeof(buffer);
		if (pread(disk, buffer, now, offset) != (ssize_t)now)
			return VIRTIO_BLK_S_IOERR;
		chain_write(chain, buffer, now);
	}
	return VIRTIO_BLK_S_OK;
}

static u8 write_disk(struct chain *chain, u64 offset)
{
	u64 left = chain_readable(chain) - chain->read, now;

	for (; left; left -= now, offset += now) {
		now = left < sizeof(buffer) ? left : sizeof(buffer);
		chain_read(chain, buffer, now);
		if (pwrite(disk, buffer, now, offset) != (ssize_t)now)
			return VIRTIO_BLK_S_IOERR;
	}
	return VIRTIO_BLK_S_OK;
}

static u8 get_id(struct chain *chain)
{
	char id[VIRTIO_BLK_ID_BYTES] = "pvm";

	chain_write(chain, id, sizeof(id));
	return VIRTIO_BLK_S_OK;
}

static u8 handle(struct chain *chain)
{
	struct virtio_blk_outhdr header;
	u64 offset, size;

	chain_read(chain, &header, sizeof(header));
	/* 5.2.6.1: a request beyond the end is an error */
	size = header.type == VIRTIO_BLK_T_OUT ? chain_readable(chain) - chain->read :
						 chain_writable(chain) - sizeof(u8);
	if ((header.type == VIRTIO_BLK_T_IN || header.type == VIRTIO_BLK_T_OUT) &&
	    (header.sector > config.capacity ||
	     size > (config.capacity - header.sector) * SECTOR_SIZE))
		return VIRTIO_BLK_S_IOERR;
	offset = header.sector * SECTOR_SIZE;
	switch (header.type) {
	case VIRTIO_BLK_T_IN:
		return read_disk(chain, offset);
	case VIRTIO_BLK_T_OUT:
		return write_disk(chain, offset);
	case VIRTIO_BLK_T_FLUSH:
		return fsync(disk) ? VIRTIO_BLK_S_IOERR : VIRTIO_BLK_S_OK;
	case VIRTIO_BLK_T_GET_ID:
		return get_id(chain);
	}
	return VIRTIO_BLK_S_UNSUPP;
}

static void notify(struct virtio_device *device, unsigned int queue)
{
	struct chain chain;
	u64 status_at;
	u8 status;

	while (virtqueue_pop(&device->queues[queue], &chain)) {
		status = handle(&chain);
		/* 5.2.6: the status is the last byte, however much data there is */
		status_at = chain_writable(&chain) - 1;
		if (chain.written < status_at)
			chain.written = status_at;
		chain_write(&chain, &status, sizeof(status));
		virtqueue_push(&chain);
	}
	virtio_interrupt(device);
}

static struct virtio_device blk = {
	.name = "virtio-blk",
	.id = VIRTIO_ID_BLOCK,
	.features = BIT(VIRTIO_BLK_F_SEG_MAX) | BIT(VIRTIO_BLK_F_FLUSH),
	.config = &config,
	.config_size = sizeof(config),
	.nr_queues = 1,
	.notify = notify,
};

/**
 * virtio_blk_create() - make the guest's disk
 * @file: what is on it, a file or a block device of the host
 *
 * Return: the device
 */
struct virtio_device *virtio_blk_create(const char *file)
{
	off_t size;

	disk = open(file, O_RDWR);
	size = disk < 0 ? -1 : lseek(disk, 0, SEEK_END);
	if (size < 0)
		die("%s: %s", file, strerror(errno));
	config.capacity = size / SECTOR_SIZE;
	config.seg_max = MAX_SEGMENTS;
	return &blk;
}
