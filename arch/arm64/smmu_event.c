// SPDX-License-Identifier: GPL-2.0-only
/*
 * Accesses of devices that the SMMU refused: Arm System Memory Management Unit
 * Architecture, version 3 (IHI 0070), 7.2 "Event queue" and 7.3 "Event records".
 */
#include <asm/io.h>
#include <asm/layout.h>
#include <asm/smmu.h>
#include <asm/smmu_regs.h>
#include <asm/sysreg.h>
#include <monitor/macros.h>
#include <monitor/printk.h>

/* 7.3 */
struct event {
	u64 words[4];
};

#define EVENT_TYPE(event)	((u32)((event)->words[0] & 0xff))
#define EVENT_STREAM(event)	((u32)((event)->words[0] >> 32))
#define EVENT_IS_READ(event)	((event)->words[1] >> 35 & 1)
#define EVENT_ADDRESS(event)	((event)->words[2])
#define F_TRANSLATION		0x10		/* 7.3.13 */

#define EVENT_BITS		10
#define NR_EVENTS		BIT(EVENT_BITS)

static struct event events[NR_EVENTS] __aligned(NR_EVENTS * sizeof(struct event));
static u32 consumed;
static struct event last;
static u64 faults;

/**
 * smmu_event_queue_init() - prepare the event queue
 *
 * Return: value of SMMU_EVENTQ_BASE.
 */
u64 smmu_event_queue_init(void)
{
	writel(0, SMMU_EVENTQ_PROD);
	writel(0, SMMU_EVENTQ_CONS);
	return virt_to_phys(events) | EVENT_BITS;
}

/* A transfer is refused piece by piece, from its start. */
static bool is_next_piece(const struct event *a, const struct event *b)
{
	return EVENT_TYPE(a) == EVENT_TYPE(b) && EVENT_STREAM(a) == EVENT_STREAM(b) &&
	       EVENT_IS_READ(a) == EVENT_IS_READ(b) &&
	       EVENT_ADDRESS(a) / SZ_4K == EVENT_ADDRESS(b) / SZ_4K &&
	       EVENT_ADDRESS(a) < EVENT_ADDRESS(b);
}

static void report(const struct event *event)
{
	u32 stream = EVENT_STREAM(event);

	if (EVENT_TYPE(event) == F_TRANSLATION)
		pr_info("SMMU: device %02x:%02x.%u may not %s 0x%llx", stream >> 8,
			stream >> 3 & 0x1f, stream & 7,
			EVENT_IS_READ(event) ? "read" : "write", EVENT_ADDRESS(event));
	else
		pr_info("SMMU: event 0x%x of device %02x:%02x.%u at 0x%llx", EVENT_TYPE(event),
			stream >> 8, stream >> 3 & 0x1f, stream & 7, EVENT_ADDRESS(event));
}

/**
 * smmu_report_faults() - print what the SMMU has refused since the last call
 *
 * One line for each transfer and page, even if it is not over at the first call.
 *
 * Return: how many lines there were since the start.
 */
u64 smmu_report_faults(void)
{
	const u32 index_mask = 2 * NR_EVENTS - 1;
	u32 produced = readl(SMMU_EVENTQ_PROD);
	const struct event *event;

	if ((consumed ^ produced) & QUEUE_OVERFLOW)
		pr_info("SMMU: more was refused than there is room to record");
	while ((consumed ^ produced) & index_mask) {
		event = &events[consumed % NR_EVENTS];
		if (!is_next_piece(&last, event)) {
			report(event);
			faults++;
		}
		last = *event;
		consumed = (consumed + 1) & index_mask;
	}
	consumed = (consumed & index_mask) | (produced & QUEUE_OVERFLOW);
	writel(consumed, SMMU_EVENTQ_CONS);
	return faults;
}
