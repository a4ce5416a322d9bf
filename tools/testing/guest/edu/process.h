/* SPDX-License-Identifier: GPL-2.0-only */
/* A test as a process: memory that is mapped for user space */
#ifndef _EDU_PROCESS_H
#define _EDU_PROCESS_H

#include <kunit/test.h>

/**
 * leave_process() - detach a test from the process memory of kunit_vm_mmap()
 * @test:	The test.
 * @user:	The address that kunit_vm_mmap() returned.
 * @size:	Bytes that are mapped.
 *
 * The other mappings of the test are removed too.
 */
void leave_process(struct kunit *test, unsigned long user, size_t size);

#endif /* _EDU_PROCESS_H */
