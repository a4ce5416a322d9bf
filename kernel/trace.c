// SPDX-License-Identifier: GPL-2.0-only
/* A message for each conversion of the guest's pages */
#include <monitor/printk.h>
#include <monitor/sizes.h>
#include <monitor/trace.h>

bool trace_conversions;

/* Pages that were converted one after the other and have no message yet */
static struct {
	u64 start;
	u64 end;
	u64 pc;
	bool shared;
} run;

/**
 * trace_flush() - print the message of the last conversions
 *
 * Context: The caller serializes calls, as for trace_conversion().
 */
void trace_flush(void)
{
	u64 start = run.start, end = run.end;

	/* pr_info() calls this function. */
	run.start = 0;
	run.end = 0;
	if (start != end)
		pr_info("trace: 0x%llx-0x%llx becomes %s, pc 0x%llx", start, end - 1,
			run.shared ? "shared" : "private", run.pc);
}

/**
 * trace_conversion() - note that a page of 4 KiB changes its state
 * @address: guest physical address of the page
 * @shared: true if the page becomes shared, false if it becomes private
 * @pc: where the guest is
 *
 * Neighbouring pages have one message, which is printed before the next message of the
 * monitor. Without the option "trace", the function does nothing.
 *
 * Context: The caller serializes calls.
 */
void trace_conversion(u64 address, bool shared, u64 pc)
{
	if (!trace_conversions)
		return;
	if (run.start != run.end && run.end == address && run.shared == shared && run.pc == pc) {
		run.end += SZ_4K;
		return;
	}
	trace_flush();
	run.start = address;
	run.end = address + SZ_4K;
	run.pc = pc;
	run.shared = shared;
}
