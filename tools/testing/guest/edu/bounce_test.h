/* SPDX-License-Identifier: GPL-2.0-only */
/* Bounce buffers: declarations for the files with their tests */
#ifndef _EDU_BOUNCE_TEST_H
#define _EDU_BOUNCE_TEST_H

#include <kunit/test.h>

/* A case of the suite, in burst.c */
void burst_in_softirq(struct kunit *test);

#endif /* _EDU_BOUNCE_TEST_H */
