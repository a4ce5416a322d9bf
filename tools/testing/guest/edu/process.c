// SPDX-License-Identifier: GPL-2.0-only
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/sched/mm.h>

#include <kunit/test.h>

#include "process.h"

void leave_process(struct kunit *test, unsigned long user, size_t size)
{
	struct mm_struct *mm = current->mm;

	KUNIT_EXPECT_EQ(test, 0, vm_munmap(user, size));
	/* The end of the thread would give back one of two references. */
	kthread_unuse_mm(mm);
	mmput(mm);
}
