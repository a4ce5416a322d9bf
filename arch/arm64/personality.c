// SPDX-License-Identifier: GPL-2.0-only
/* Which personality, and its options, from the monitor's options. */
#include <asm/options.h>
#include <asm/personality.h>
#include <monitor/macros.h>
#include <monitor/printk.h>
#include <monitor/string.h>

static const struct personality *const personalities[] = {
	&plain_personality,
	&pkvm_personality,
	&cca_personality,
};

const struct personality *personality;

static const struct personality *find_personality(const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(personalities); i++) {
		if (strcmp(personalities[i]->name, name) == 0)
			return personalities[i];
	}
	return NULL;
}

/**
 * personality_select() - find the guest's personality and set its options
 * @words: separated by spaces: a personality's name, then options; cut into
 *	words here
 *
 * Sets @personality and @options. Does not return if there is no
 * name, or a name or option that is not known.
 */
void personality_select(char *words)
{
	const char *name = next_word(&words), *option, *refusal;

	if (!name)
		panic("no personality: give QEMU -fw_cfg name=opt/cc-dma/monitor,string=PERSONALITY");
	personality = find_personality(name);
	if (!personality)
		panic("unknown personality '%s'", name);

	while ((option = next_word(&words))) {
		if (!options_take(option, &refusal))
			refusal = personality->set_option(option);
		if (refusal)
			panic("option '%s' of personality '%s': %s", option, name, refusal);
	}
}
