// SPDX-License-Identifier: GPL-2.0-only
#include <pthread.h>

#include <monitor/macros.h>

#include "console.h"
#include "mmio.h"

static struct mmio_device devices[8];
static unsigned int nr_devices;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/**
 * devices_lock() - have the devices for oneself
 */
void devices_lock(void)
{
	pthread_mutex_lock(&lock);
}

/**
 * devices_unlock() - let others use the devices
 */
void devices_unlock(void)
{
	pthread_mutex_unlock(&lock);
}

/**
 * mmio_add() - have a device in the guest's address space, before the guest runs
 * @device: is copied
 */
void mmio_add(const struct mmio_device *device)
{
	if (nr_devices == ARRAY_SIZE(devices))
		die("too many devices");
	devices[nr_devices++] = *device;
}

static const struct mmio_device *find(u64 addr, const char *what)
{
	unsigned int i;

	for (i = 0; i < nr_devices; i++)
		if (addr >= devices[i].base && addr - devices[i].base < devices[i].size)
			return &devices[i];
	die("the guest %s 0x%llx, where nothing is", what, addr);
}

/**
 * mmio_read() - a CPU of the guest reads a register
 * @addr: guest physical address
 * @bytes: size of the access
 *
 * Return: what is in the register
 */
u64 mmio_read(u64 addr, u32 bytes)
{
	const struct mmio_device *device = find(addr, "reads");
	u64 value;

	devices_lock();
	value = device->read(device->device, addr - device->base, bytes);
	devices_unlock();
	return value;
}

/**
 * mmio_write() - a CPU of the guest writes a register
 * @addr: guest physical address
 * @bytes: size of the access
 * @value: the new value
 */
void mmio_write(u64 addr, u32 bytes, u64 value)
{
	const struct mmio_device *device = find(addr, "writes");

	devices_lock();
	device->write(device->device, addr - device->base, bytes, value);
	devices_unlock();
}
