// SPDX-License-Identifier: GPL-2.0-only
#include <linux/device.h>

#include "accepted.h"

int edu_accept(struct device *dev)
{
	return device_cc_accept(dev);
}
