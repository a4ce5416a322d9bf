// SPDX-License-Identifier: GPL-2.0-only
/* Which personality, and its options, from the monitor's options. */
#include <asm/personality.h>
#include <asm/refusal.h>
#include <monitor/macros.h>
#include <monitor/printk.h>
#include <monitor/string.h>

#define REFUSE	"refuse="

static const struct personality *const personalities[] = {
	&plain_personality,
	&pkvm_personality,
	&cca_personality,
};

const struct personality *personality;
bool devices_noncoherent;

static const struct personality *find_personality(const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(personalities); i++) {
		if (strcmp(personalities[i]->name, name) == 0)
			return personalities[i];
	}
	return NULL;
}

static const char *set_option(const char *option)
{
	if (strcmp(option, "noncoherent") == 0) {
		devices_noncoherent = true;
		return NULL;
	}
	if (memcmp(option, REFUSE, strlen(REFUSE)) == 0) {
		if (!personality->private)
			return "there are no conversions";
		return refusal_set_option(option + strlen(REFUSE));
	}
	return personality->set_option(option);
}

/**
 * personality_select() - find the guest's personality and set its options
 * @options: words separated by spaces: a personality's name, then options;
 *	cut into words here
 *
 * Sets @personality and @devices_noncoherent. Does not return if there is no
 * name, or a name or option that is not known.
 */
void personality_select(char *options)
{
	const char *name = next_word(&options), *option, *refusal;

	if (!name)
		panic("no personality: give QEMU -fw_cfg name=opt/cc-dma/monitor,string=PERSONALITY");
	personality = find_personality(name);
	if (!personality)
		panic("unknown personality '%s'", name);

	while ((option = next_word(&options))) {
		refusal = set_option(option);
		if (refusal)
			panic("option '%s' of personality '%s': %s", option, name, refusal);
	}
}
