// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ctype.h>
#include <linux/kmsg_dump.h>
#include <linux/string.h>

#include "said.h"

static bool is_part_of_word(char c)
{
	return isalnum(c) || c == '-';
}

static bool has_word(const char *line, const char *word)
{
	size_t length = strlen(word);
	const char *at;

	for (at = strstr(line, word); at; at = strstr(at + 1, word)) {
		if ((at == line || !is_part_of_word(at[-1])) && !is_part_of_word(at[length]))
			return true;
	}
	return false;
}

bool kernel_said(const char *device, const char *pool, const char *text)
{
	struct kmsg_dump_iter iter;
	static char line[1024];
	size_t length;

	kmsg_dump_rewind(&iter);
	while (kmsg_dump_get_line(&iter, false, line, sizeof(line) - 1, &length)) {
		line[length] = '\0';
		if (has_word(line, device) && (!pool || has_word(line, pool)) &&
		    strstr(line, text))
			return true;
	}
	return false;
}
