// SPDX-License-Identifier: GPL-2.0-only
/* Which personality, and its options, from the kernel module's string. */
#include <asm/personality.h>
#include <monitor/macros.h>
#include <monitor/printk.h>
#include <monitor/string.h>
#include <monitor/touches.h>
#include <monitor/trace.h>

static const struct personality *const personalities[] = {
	&plain_personality,
	&sev_personality,
	&sev_es_personality,
	&snp_personality,
	&tdx_personality,
	&sme_personality,
};

/* Set by the option "kexec": the guest starts further kernels in its own place. */
bool guest_starts_kernels;

/* The options that are the same for several personalities */
static const char *set_trace(const struct personality *p)
{
	if (!p->page_states)
		return "there are no conversions: the guest's page tables choose the view";
	trace_conversions = true;
	return NULL;
}

static const char *set_touches(const struct personality *p)
{
	if (!p->page_states)
		return "there are no conversions: the guest's page tables choose the view";
	count_touches = true;
	return NULL;
}

static const char *set_kexec(const struct personality *p)
{
	if (!p->write_cr3)
		return "implied, leave it out";
	guest_starts_kernels = true;
	return NULL;
}

static const char *set_option(const struct personality *p, const char *option)
{
	if (strcmp(option, "trace") == 0)
		return set_trace(p);
	if (strcmp(option, "touches") == 0)
		return set_touches(p);
	if (strcmp(option, "kexec") == 0)
		return set_kexec(p);
	return p->set_option(option);
}

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
 * @options: words separated by spaces: a personality's name, then options;
 *	cut into words here
 *
 * Return: the personality. Does not return if there is no name, or a name or
 * option that is not known.
 */
const struct personality *personality_select(char *options)
{
	const char *name = next_word(&options), *option, *refusal;
	const struct personality *p;

	if (!name)
		panic("no personality: give QEMU -initrd \"bzImage PERSONALITY,INITRD\"");
	p = find_personality(name);
	if (!p)
		panic("unknown personality '%s'", name);

	while ((option = next_word(&options))) {
		refusal = set_option(p, option);
		if (refusal)
			panic("option '%s' of personality '%s': %s", option, name, refusal);
	}
	return p;
}
