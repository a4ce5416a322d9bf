/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _EDU_HIGH_MEMORY_H
#define _EDU_HIGH_MEMORY_H

#include <kunit/test.h>

/**
 * take_high_memory() - get memory that has no large free block above it
 * @test:	The test, at the end of which it is freed.
 *
 * A pool that is made later is below it, so a device may be given this as a limit.
 *
 * Return: The memory, of 2^%MAX_PAGE_ORDER pages; if there is none the test fails.
 */
void *take_high_memory(struct kunit *test);

#endif /* _EDU_HIGH_MEMORY_H */
