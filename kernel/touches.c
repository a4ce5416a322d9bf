// SPDX-License-Identifier: GPL-2.0-only
/*
 * First accesses of the guest's CPUs to pages that it has shared. With the option "touches" a page
 * that becomes shared is mapped for devices at once, and for CPUs at their first access.
 */
#include <monitor/printk.h>
#include <monitor/sizes.h>
#include <monitor/touches.h>

/* The RAM of a guest is somewhere below this address. */
#define ADDRESS_END	(2ULL * SZ_1G)

/* Shorter ranges of pages have one message together. */
#define RANGE_PAGES_MIN	(SZ_1M / SZ_4K)

bool count_touches;

enum touch { NOT_SHARED, NOT_TOUCHED, READ_FIRST, WRITTEN_FIRST };

static u8 touches[ADDRESS_END / SZ_4K];

/**
 * touches_conversion() - note that a page of 4 KiB changes its state
 * @address: guest physical address of the page
 * @shared: true if the page becomes shared, false if it becomes private
 *
 * Context: The caller serializes calls of all functions in this file.
 */
void touches_conversion(u64 address, bool shared)
{
	touches[address / SZ_4K] = shared ? NOT_TOUCHED : NOT_SHARED;
}

/**
 * touches_first() - note an access to a page that was not mapped
 * @address: guest physical address in the page
 * @write: true if the access is a write
 *
 * Return: true if the page is shared and this is the first access since. The caller maps the page.
 */
bool touches_first(u64 address, bool write)
{
	u8 *touch = &touches[address / SZ_4K];

	if (!count_touches || *touch != NOT_TOUCHED)
		return false;
	*touch = write ? WRITTEN_FIRST : READ_FIRST;
	return true;
}

/**
 * touches_report() - print how many of the pages that are shared now were accessed
 *
 * Without the option, the function does nothing.
 */
void touches_report(void)
{
	u64 few[WRITTEN_FIRST + 1] = { 0 }, range[WRITTEN_FIRST + 1], page, start, pages;
	unsigned int i;

	if (!count_touches)
		return;
	for (page = 0; page < ADDRESS_END / SZ_4K; page++) {
		if (touches[page] == NOT_SHARED)
			continue;
		for (i = 0; i <= WRITTEN_FIRST; i++)
			range[i] = 0;
		for (start = page; page < ADDRESS_END / SZ_4K && touches[page]; page++)
			range[touches[page]]++;
		pages = page - start;
		if (pages < RANGE_PAGES_MIN) {
			for (i = 0; i <= WRITTEN_FIRST; i++)
				few[i] += range[i];
			continue;
		}
		pr_info("touches: 0x%llx-0x%llx: %llu pages, %llu written first, %llu read first",
			start * SZ_4K, page * SZ_4K - 1, pages, range[WRITTEN_FIRST],
			range[READ_FIRST]);
	}
	pr_info("touches: shorter ranges: %llu pages, %llu written first, %llu read first",
		few[NOT_TOUCHED] + few[READ_FIRST] + few[WRITTEN_FIRST], few[WRITTEN_FIRST],
		few[READ_FIRST]);
}
