/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef PVM_VIRTIO_DEVICES_H
#define PVM_VIRTIO_DEVICES_H

#include "virtio_mmio.h"

struct virtio_device *virtio_blk_create(const char *file);
struct virtio_device *virtio_net_create(const char *interface);
struct virtio_device *virtio_rng_create(void);

#endif /* PVM_VIRTIO_DEVICES_H */
