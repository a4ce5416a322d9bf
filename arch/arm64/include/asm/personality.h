/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_PERSONALITY_H
#define ASM_PERSONALITY_H

#include <asm/smccc.h>
#include <monitor/types.h>

/**
 * struct personality - the kind of guest that the monitor makes of Linux
 * @name: name in the monitor's options
 * @conduit: how the guest calls the monitor, as its device tree says
 * @private: the guest starts on the private copy of its RAM, which devices do
 *	not reach; if false, all of its RAM is always shared
 * @shared_bit: set in the guest physical addresses of what is shared, and of
 *	devices; 0 if they are the same as those of private memory
 * @set_option: take an option; returns NULL, or in words why it cannot be taken
 * @init: map what the guest has from the start, after its RAM was prepared
 * @call: deal with a call that is neither of SMCCC itself nor of PSCI; returns
 *	false if there is no such call. NULL if the personality has none.
 */
struct personality {
	const char *name;
	enum conduit conduit;
	bool private;
	u64 shared_bit;
	const char *(*set_option)(const char *option);
	void (*init)(void);
	bool (*call)(struct guest_regs *regs);
};

extern const struct personality plain_personality;

/* The one that was selected. */
extern const struct personality *personality;

void personality_select(char *options);

#endif /* ASM_PERSONALITY_H */
