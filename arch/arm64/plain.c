// SPDX-License-Identifier: GPL-2.0-only
/*
 * Personality "plain": no memory encryption, all memory is shared. The control:
 * whatever fails here too has nothing to do with memory encryption.
 *
 * With the option "isolate" devices reach none of the guest's RAM. As the guest
 * knows of no sharing, this is what a test looks like whose buffers are out of
 * the device's reach.
 */
#include <asm/devices.h>
#include <asm/guest_ram.h>
#include <asm/layout.h>
#include <asm/personality.h>
#include <asm/smmu.h>
#include <asm/stage2.h>
#include <monitor/string.h>

static bool isolate;

static const char *plain_set_option(const char *option)
{
	if (strcmp(option, "isolate") != 0)
		return "unknown";
	isolate = true;
	return NULL;
}

static void plain_init(void)
{
	u64 ipa;

	for (ipa = GUEST_RAM_BASE; ipa < guest_ram_end(); ipa += SZ_4K) {
		stage2_map(ipa, shared_copy(ipa), STAGE2_RAM);
		if (!isolate)
			smmu_map(ipa, shared_copy(ipa));
	}
	devices_map(0);
}

const struct personality plain_personality = {
	.name = "plain",
	.conduit = CONDUIT_HVC,
	.set_option = plain_set_option,
	.init = plain_init,
};
