// SPDX-License-Identifier: GPL-2.0-only
/* Calls of the guest: SMC Calling Convention (DEN 0028). */
#include <asm/personality.h>
#include <asm/psci.h>
#include <asm/smccc.h>
#include <asm/smp.h>
#include <monitor/printk.h>

static u64 arch_features(u32 function)
{
	return function == SMCCC_VERSION || function == SMCCC_ARCH_FEATURES ?
	       SMCCC_SUCCESS : SMCCC_NOT_SUPPORTED;
}

static void refuse_conduit(u32 function, enum conduit conduit)
{
	spin_lock(&monitor_lock);
	pr_info("call 0x%x by %s", function, conduit == CONDUIT_HVC ? "HVC" : "SMC");
	spin_unlock(&monitor_lock);
}

static bool personality_call(struct guest_regs *regs)
{
	bool done;

	if (!personality->call)
		return false;
	spin_lock(&monitor_lock);
	done = personality->call(regs);
	spin_unlock(&monitor_lock);
	return done;
}

/**
 * smccc_call() - answer a call of the guest
 * @regs: the guest's registers: the function's identifier in the lower half of
 *	X0, arguments behind it; changed to the answer
 * @conduit: by which instruction it came
 *
 * What is not known is answered so without a word: kernels ask for a lot. The
 * conduit is no question, the device tree says it.
 */
void smccc_call(struct guest_regs *regs, enum conduit conduit)
{
	u32 function = regs->x[0];

	if (conduit != personality->conduit) {
		refuse_conduit(function, conduit);
		regs->x[0] = SMCCC_NOT_SUPPORTED;
	} else if (function == SMCCC_VERSION) {
		regs->x[0] = SMCCC_VERSION_1_2;
	} else if (function == SMCCC_ARCH_FEATURES) {
		regs->x[0] = arch_features(regs->x[1]);
	} else if (!psci_call(regs->x) && !personality_call(regs)) {
		regs->x[0] = SMCCC_NOT_SUPPORTED;
	}
}
