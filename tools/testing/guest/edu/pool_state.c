// SPDX-License-Identifier: GPL-2.0-only
#include "pools.h"

const char *pool_state(const struct io_tlb_pool *pool)
{
	return pool->unencrypted ? "shared" : "private";
}
