// SPDX-License-Identifier: GPL-2.0-only
/* Options that are the same for all personalities. */
#include <asm/layout.h>
#include <asm/options.h>
#include <asm/personality.h>
#include <asm/refusal.h>
#include <monitor/macros.h>
#include <monitor/string.h>
#include <monitor/touches.h>
#include <monitor/trace.h>

struct options options = { .ram_size = GUEST_RAM_SIZE };

static const struct {
	const char *name;
	bool *flag;
} flags[] = {
	{ "noncoherent", &options.noncoherent },
	{ "virtio-mmio", &options.virtio_mmio },
	{ "restricted-pci", &options.restricted_pci },
	{ "restricted-mmio", &options.restricted_mmio },
	{ "shared-pool", &options.shared_pool },
	{ "accepted-device", &options.accepted_device },
	{ "accepted-pool", &options.accepted_pool },
	{ "trace", &trace_conversions },
	{ "touches", &count_touches },
};

/* In MiB */
static const char *set_ram(const char *value)
{
	const char *rest = value;
	u64 size;

	if (!parse_number(&rest, &size) || *rest)
		return "not a number of MiB";
	if (!size || size > GUEST_RAM_SIZE / SZ_1M)
		return "more than the monitor has";
	options.ram_size = size * SZ_1M;
	return NULL;
}

static const char *set_refuse(const char *value)
{
	if (!personality->private)
		return "there are no conversions";
	return refusal_set_option(value);
}

static const struct {
	const char *name;
	const char *(*set)(const char *value);
} values[] = {
	{ "ram=", set_ram },
	{ "refuse=", set_refuse },
};

/**
 * options_take() - take an option if it is one of these
 * @option: the word
 * @refusal: set to NULL, or in words to why it cannot be
 *
 * To be called when the personality is known.
 *
 * Return: false if it is none of these.
 */
bool options_take(const char *option, const char **refusal)
{
	unsigned int i;

	*refusal = NULL;
	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		if (strcmp(option, flags[i].name) == 0) {
			*flags[i].flag = true;
			return true;
		}
	}
	for (i = 0; i < ARRAY_SIZE(values); i++) {
		if (memcmp(option, values[i].name, strlen(values[i].name)) == 0) {
			*refusal = values[i].set(option + strlen(values[i].name));
			return true;
		}
	}
	return false;
}
