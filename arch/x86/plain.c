// SPDX-License-Identifier: GPL-2.0-only
/*
 * Personality "plain": no memory encryption, one view. The control: whatever
 * fails here too has nothing to do with memory encryption.
 *
 * With the option "isolate" the guest's RAM is the private copy all the same.
 * As the guest has no C-bit, no page is ever shared: what a test looks like
 * whose buffers do not reach the device.
 */
#include <asm/layout.h>
#include <asm/personality.h>
#include <monitor/string.h>

static struct view plain_view = {
	.name = "plain",
	.ram = SHARED_RAM_BASE,
	.executable = true,
};

static const char *plain_set_option(const char *option)
{
	if (strcmp(option, "isolate") != 0)
		return "unknown";
	plain_view.ram = PRIVATE_RAM_BASE;
	return NULL;
}

const struct personality plain_personality = {
	.name = "plain",
	.own = &plain_view,
	.shared = &plain_view,
	.set_option = plain_set_option,
};
