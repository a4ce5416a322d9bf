// SPDX-License-Identifier: GPL-2.0-only
/*
 * One mistake of each kind that the kernel of a debug guest is to notice
 *
 * Loaded only in guests that are meant to fail. The order matters: lockdep ends
 * at its first report, and at the first one of KASAN too.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#define LEAKS	16	/* a stale copy of a pointer may hide one or two */

static DEFINE_SPINLOCK(lock_a);
static DEFINE_SPINLOCK(lock_b);

static void leak(void)
{
	int i;

	for (i = 0; i < LEAKS; i++) {
		void *object = kmalloc(64, GFP_KERNEL);

		OPTIMIZER_HIDE_VAR(object);
	}
}

static void sleep_in_atomic_context(void)
{
	spin_lock(&lock_a);
	might_sleep();
	spin_unlock(&lock_a);
}

static void take_locks_in_both_orders(void)
{
	spin_lock(&lock_a);
	spin_lock(&lock_b);
	spin_unlock(&lock_b);
	spin_unlock(&lock_a);

	spin_lock(&lock_b);
	spin_lock(&lock_a);
	spin_unlock(&lock_a);
	spin_unlock(&lock_b);
}

static void use_after_free(void)
{
	u8 *object = kmalloc(64, GFP_KERNEL);

	if (!object)
		return;
	kfree(object);
	OPTIMIZER_HIDE_VAR(object);
	READ_ONCE(*object);
}

static int __init splat_init(void)
{
	leak();
	sleep_in_atomic_context();
	take_locks_in_both_orders();
	use_after_free();
	return 0;
}
module_init(splat_init);

static void __exit splat_exit(void)
{
}
module_exit(splat_exit);

MODULE_DESCRIPTION("Mistakes that a debug kernel reports");
MODULE_LICENSE("GPL");
