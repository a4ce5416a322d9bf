// SPDX-License-Identifier: GPL-2.0-only
#include <linux/errno.h>

#include "accepted.h"

int edu_accept(struct device *dev)
{
	return -EOPNOTSUPP;
}
