// SPDX-License-Identifier: GPL-2.0-only
/*
 * Spoils what the guest asks for, once, before it is looked at: only to see
 * that a mistake there is noticed.
 */
#include <asm/ghcb.h>
#include <asm/vmcb.h>
#include <monitor/macros.h>
#include <monitor/string.h>

/* Some events have passed by then: the kernel proper is running. */
#define EVENTS_BEFORE	50

static const char *const names[] = {
	"break=ghcb-usage",
	"break=ghcb-version",
	"break=ghcb-exit-code",
	"break=ghcb-rcx",
	"break=ghcb-msr-reserved",
};

enum { BREAK_USAGE, BREAK_VERSION, BREAK_EXIT_CODE, BREAK_RCX, BREAK_MSR_RESERVED, BREAK_NOTHING };

static unsigned int to_break = BREAK_NOTHING;
static unsigned int events;

/**
 * ghcb_break_option() - take an option that says what to spoil
 * @option: the option
 *
 * Return: NULL, or why it cannot be taken.
 */
const char *ghcb_break_option(const char *option)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		if (strcmp(option, names[i]) == 0) {
			to_break = i;
			return NULL;
		}
	}
	return "unknown";
}

static void make_invalid(struct ghcb *ghcb, unsigned int bit)
{
	ghcb->valid_bitmap[bit / 8] &= ~(1 << bit % 8);
}

/**
 * ghcb_break_event() - spoil an event if it is time to
 * @ghcb: the guest's GHCB
 */
void ghcb_break_event(struct ghcb *ghcb)
{
	if (ghcb->sw_exit_code != VMEXIT_CPUID || ++events <= EVENTS_BEFORE)
		return;
	switch (to_break) {
	case BREAK_USAGE:
		ghcb->usage = 1;
		break;
	case BREAK_VERSION:
		ghcb->protocol_version = GHCB_VERSION_MAX + 1;
		break;
	case BREAK_EXIT_CODE:
		make_invalid(ghcb, GHCB_BIT(sw_exit_code));
		break;
	case BREAK_RCX:
		make_invalid(ghcb, GHCB_BIT(rcx));
		break;
	default:
		return;
	}
	to_break = BREAK_NOTHING;
}

/**
 * ghcb_break_request() - spoil a request of the MSR protocol if it is time to
 * @msr: the request
 */
void ghcb_break_request(u64 *msr)
{
	if (to_break != BREAK_MSR_RESERVED || (*msr & GHCB_MSR_INFO_MASK) != GHCB_MSR_CPUID_REQ)
		return;
	*msr |= GHCB_MSR_CPUID_RESERVED;
	to_break = BREAK_NOTHING;
}
