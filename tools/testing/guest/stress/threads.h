/* SPDX-License-Identifier: GPL-2.0-only */
/* Threads that map, use and unmap buffers at the same time */
#ifndef _STRESS_THREADS_H
#define _STRESS_THREADS_H

#include <linux/types.h>

#define NR_THREADS	64
#define NR_ROUNDS	32

/**
 * struct stress_result - what the threads found
 * @rounds:	Rounds that ended with the expected data, of all threads.
 * @mappings:	Buffers that were bounced.
 * @full:	Attempts to map that failed because the pools were full.
 * @transient:	Highest number of slots in transient pools that a thread saw.
 * @used_before: io_tlb_used before the threads started.
 * @used_after:	io_tlb_used after the threads ended.
 * @transient_after: io_tlb_transient_nslabs after the threads ended.
 * @pools:	Number of slots in all regular pools after the threads ended.
 * @error:	What the first thread that failed has to report, empty if none did.
 */
struct stress_result {
	unsigned long rounds;
	unsigned long mappings;
	unsigned long full;
	unsigned long transient;
	unsigned long used_before;
	unsigned long used_after;
	unsigned long transient_after;
	unsigned long pools;
	char error[400];
};

/**
 * stress_can_grow() - whether the kernel can add pools at run time
 *
 * Return: %true if the default allocator can grow.
 */
bool stress_can_grow(void);

/**
 * stress_run() - let %NR_THREADS threads do %NR_ROUNDS rounds each
 * @result:	Receives the results.
 * @grow:	Whether the default allocator may grow during the run.
 * @spoil:	One thread changes a byte of a bounce buffer, and another one leaves a buffer
 *		mapped.
 *
 * May sleep. Ends when all threads have ended.
 *
 * Return: 0, or a negative error number if the threads could not be started.
 */
int stress_run(struct stress_result *result, bool grow, bool spoil);

#endif /* _STRESS_THREADS_H */
