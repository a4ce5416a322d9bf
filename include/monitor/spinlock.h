/* SPDX-License-Identifier: GPL-2.0-only */
/* Locks between processors that are in the monitor. */
#ifndef MONITOR_SPINLOCK_H
#define MONITOR_SPINLOCK_H

#include <asm/relax.h>
#include <monitor/types.h>

/* All zero is unlocked. */
struct spinlock {
	bool locked;
};

static inline void spin_lock(struct spinlock *lock)
{
	while (__atomic_test_and_set(&lock->locked, __ATOMIC_ACQUIRE))
		cpu_relax();
}

static inline void spin_unlock(struct spinlock *lock)
{
	__atomic_clear(&lock->locked, __ATOMIC_RELEASE);
}

#endif /* MONITOR_SPINLOCK_H */
