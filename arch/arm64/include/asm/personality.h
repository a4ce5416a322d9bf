/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_PERSONALITY_H
#define ASM_PERSONALITY_H

#include <asm/smccc.h>
#include <asm/stage2.h>
#include <monitor/types.h>

/**
 * struct personality - the kind of guest that the monitor makes of Linux
 * @name: name in the monitor's options
 * @conduit: how the guest calls the monitor, as its device tree says
 * @private: the guest starts on the private copy of its RAM, which devices do
 *	not reach; if false, all of its RAM is always shared
 * @keeps_content: a page that is shared or unshared keeps its content
 * @shared_bit: set in the guest physical addresses of what is shared, and of
 *	devices; 0 if they are the same as those of private memory
 * @shared_type: what shared pages are to the guest
 * @set_option: take an option; returns NULL, or in words why it cannot be taken
 * @init: map what the guest has from the start, after its RAM was prepared
 * @call: deal with a call that is neither of SMCCC itself nor of PSCI; returns
 *	false if there is no such call
 * @report: the guest ends, print what there was; may be NULL, as may @call
 *
 * All of them are called with monitor_lock, or before there is another processor.
 */
struct personality {
	const char *name;
	enum conduit conduit;
	bool private;
	bool keeps_content;
	u64 shared_bit;
	enum stage2_type shared_type;
	const char *(*set_option)(const char *option);
	void (*init)(void);
	bool (*call)(struct guest_regs *regs);
	void (*report)(void);
};

extern const struct personality plain_personality;
extern const struct personality pkvm_personality;
extern const struct personality cca_personality;

/* The one that was selected. */
extern const struct personality *personality;

void personality_select(char *words);

#endif /* ASM_PERSONALITY_H */
