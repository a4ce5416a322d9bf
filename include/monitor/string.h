/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MONITOR_STRING_H
#define MONITOR_STRING_H

#include <monitor/types.h>

void *memcpy(void *dest, const void *src, size_t count);
void *memmove(void *dest, const void *src, size_t count);
void *memset(void *dest, int byte, size_t count);
void memset64(u64 *dest, u64 value, size_t count);
int memcmp(const void *a, const void *b, size_t count);
size_t strlen(const char *s);
int strcmp(const char *a, const char *b);
bool strscpy(char *dest, const char *src, size_t size);
char *next_word(char **rest);
bool parse_number(const char **rest, u64 *number);

#endif /* MONITOR_STRING_H */
