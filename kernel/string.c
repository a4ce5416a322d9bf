// SPDX-License-Identifier: GPL-2.0-only
/*
 * String and memory functions. The compiler may also emit calls to the first
 * four, with the semantics of the C standard.
 */
#include <monitor/string.h>
#include <monitor/types.h>

/**
 * memcpy() - copy memory
 * @dest: where to
 * @src: where from
 * @count: bytes
 *
 * The areas must not overlap. Nothing is promised about the width or the
 * order of the accesses: not for device registers.
 *
 * Return: @dest.
 */
void *memcpy(void *dest, const void *src, size_t count)
{
	const u8 *s = src;
	u8 *d = dest;

	if ((((size_t)s | (size_t)d) % sizeof(u64)) == 0) {
		for (; count >= sizeof(u64); count -= sizeof(u64)) {
			*(u64 *)d = *(const u64 *)s;
			d += sizeof(u64);
			s += sizeof(u64);
		}
	}
	while (count--)
		*d++ = *s++;
	return dest;
}

/**
 * memmove() - copy memory, the areas may overlap
 * @dest: where to
 * @src: where from
 * @count: bytes
 *
 * Return: @dest.
 */
void *memmove(void *dest, const void *src, size_t count)
{
	const u8 *s = src;
	u8 *d = dest;

	if (d <= s || d >= s + count)
		return memcpy(dest, src, count);
	while (count--)
		d[count] = s[count];
	return dest;
}

/**
 * memset() - fill memory with a byte
 * @dest: the area
 * @byte: only the low eight bits count
 * @count: bytes
 *
 * Return: @dest.
 */
void *memset(void *dest, int byte, size_t count)
{
	u8 *d = dest;

	while (count--)
		*d++ = byte;
	return dest;
}

/**
 * memset64() - fill memory with a 64-bit value
 * @dest: the area, eight bytes aligned
 * @value: the value, stored in the processor's byte order
 * @count: how many values, not bytes
 */
void memset64(u64 *dest, u64 value, size_t count)
{
	while (count--)
		*dest++ = value;
}

/**
 * memcmp() - compare memory
 * @a: one area
 * @b: the other
 * @count: bytes
 *
 * Return: 0 if equal, else less or greater than 0 as the first byte that
 * differs is less or greater in @a.
 */
int memcmp(const void *a, const void *b, size_t count)
{
	const u8 *x = a, *y = b;

	for (; count; count--, x++, y++) {
		if (*x != *y)
			return *x - *y;
	}
	return 0;
}

/**
 * strlen() - length of a string
 * @s: the string
 *
 * Return: bytes before the terminating null.
 */
size_t strlen(const char *s)
{
	size_t len = 0;

	while (s[len])
		len++;
	return len;
}

/**
 * strcmp() - compare strings
 * @a: one string
 * @b: the other
 *
 * Return: 0 if equal, else less or greater than 0.
 */
int strcmp(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return (u8)*a - (u8)*b;
}

/**
 * strscpy() - copy a string into a buffer
 * @dest: the buffer
 * @src: the string
 * @size: bytes in @dest, at least 1
 *
 * The result always ends in a null.
 *
 * Return: true if all of @src did fit, false if the copy was cut.
 */
bool strscpy(char *dest, const char *src, size_t size)
{
	size_t i;

	for (i = 0; i < size - 1 && src[i]; i++)
		dest[i] = src[i];
	dest[i] = '\0';
	return !src[i];
}

/**
 * next_word() - take the next word off a string
 * @rest: the string, changed: the word's end becomes a null and @rest moves
 *	behind it
 *
 * Words are separated by one or more spaces. There is no quoting.
 *
 * Return: the word, or NULL if there is none left.
 */
char *next_word(char **rest)
{
	char *word = *rest, *end;

	while (*word == ' ')
		word++;
	for (end = word; *end && *end != ' '; end++)
		;
	*rest = *end ? end + 1 : end;
	if (end == word)
		return NULL;
	*end = '\0';
	return word;
}

/**
 * parse_number() - take a decimal number off a string
 * @rest: the string, moved behind the number
 * @number: where the number goes
 *
 * Return: true, or false if there is no number, or one above 18 digits.
 */
bool parse_number(const char **rest, u64 *number)
{
	unsigned int digits = 0;
	const char *s = *rest;
	u64 value = 0;

	for (; *s >= '0' && *s <= '9'; s++, digits++)
		value = value * 10 + (*s - '0');
	if (digits < 1 || digits > 18)
		return false;
	*rest = s;
	*number = value;
	return true;
}
