// SPDX-License-Identifier: GPL-2.0-only
/*
 * Refuse the guest one conversion, to see what it does then. The option
 * "refuse=N" is about the Nth one, from 1 on, and "refuse=N:PAGES" grants so many
 * of its pages first; with "refuse=0" all are only listed. Where a call is about
 * one page, a conversion is all that the guest asks for without a gap and without
 * turning the other way.
 */
#include <asm/refusal.h>
#include <monitor/printk.h>
#include <monitor/sizes.h>
#include <monitor/string.h>

/* The option */
static bool is_on;
static u64 refused_conversion, granted_pages;

/* The conversion that is under way, numbers count from 1 */
static struct {
	u64 number;
	u64 ipa;
	u64 pages;
	bool share;
	bool goes_on;		/* in another call */
} now;

static bool has_refused;

/**
 * refusal_set_option() - choose what is refused
 * @value: NUMBER or NUMBER:PAGES
 *
 * Return: NULL, or in words why it cannot be.
 */
const char *refusal_set_option(const char *value)
{
	const char *rest = value;

	if (!parse_number(&rest, &refused_conversion))
		return "not the number of a conversion";
	if (*rest == ':') {
		rest++;
		if (!parse_number(&rest, &granted_pages))
			return "not a number of pages";
	}
	is_on = true;
	return *rest ? "not understood to its end" : NULL;
}

static void list(void)
{
	if (is_on && now.number && !refused_conversion)
		pr_info("refusal: conversion %llu %s 0x%llx %llu", now.number,
			now.share ? "shares" : "unshares", now.ipa, now.pages);
}

/**
 * refusal_grant() - see how many pages the guest may convert
 * @ipa: guest physical address of the first page
 * @pages: how many it asks for, at least one; not all of them are in the state
 *	that they are to have
 * @share: to share them, not to take them back
 * @by_page: all calls are about one page
 *
 * Return: that many, or less: the guest is to be told that no more were done.
 * With 0 the call is to be refused, by an error.
 */
u64 refusal_grant(u64 ipa, u64 pages, bool share, bool by_page)
{
	if (!now.goes_on || ipa != now.ipa + now.pages * SZ_4K || share != now.share) {
		list();
		now.number++;
		now.ipa = ipa;
		now.pages = 0;
		now.share = share;
	}
	now.goes_on = by_page;
	if (now.number == refused_conversion && !has_refused &&
	    now.pages + pages > granted_pages) {
		pages = granted_pages - now.pages;
		now.goes_on = true;
		if (!pages) {
			has_refused = true;
			pr_info("refusal: conversion %llu that %s 0x%llx is refused after %llu pages",
				now.number, share ? "shares" : "unshares", now.ipa, now.pages);
		}
	}
	now.pages += pages;
	return pages;
}

/**
 * refusal_report() - print what came of it, if one was to be refused
 * @pages_lost: how many pages are still withheld from the guest
 */
void refusal_report(u64 pages_lost)
{
	list();
	if (is_on)
		pr_info("refusal: %llu conversions, %s refused, %llu pages lost", now.number,
			has_refused ? "one was" : "none was", pages_lost);
}
