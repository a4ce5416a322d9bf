// SPDX-License-Identifier: GPL-2.0-only
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "console.h"

/* What the guest has written since its last end of line, and room for one more */
static char line[512];
static size_t length;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* If the host does not take it there is nobody left who could be told. */
static void put(const char *text, size_t size)
{
	ssize_t written;

	while (size > 0) {
		written = write(STDOUT_FILENO, text, size);
		if (written < 0)
			return;
		text += written;
		size -= written;
	}
}

/* What to do when a line of the guest has a text */
static struct {
	const char *text;
	void (*function)(void);
} on_line;

/**
 * console_on_line() - call a function after each line with a text
 * @text: a part of the line
 * @function: runs in the thread of the virtual CPU that has ended the line
 */
void console_on_line(const char *text, void (*function)(void))
{
	on_line.text = text;
	on_line.function = function;
}

/* Returns whether the line has the text of console_on_line(). */
static bool end_line(void)
{
	bool has_text = on_line.text && memmem(line, length, on_line.text, strlen(on_line.text));

	line[length++] = '\n';
	put(line, length);
	length = 0;
	return has_text;
}

/**
 * console_putc() - show what the guest says
 * @c: the next character; lines are shown when they are complete
 */
void console_putc(char c)
{
	bool has_text = false;

	pthread_mutex_lock(&lock);
	if (c != '\n')
		line[length++] = c;
	if (c == '\n' || length == sizeof(line) - 1)
		has_text = end_line();
	pthread_mutex_unlock(&lock);
	if (has_text)
		on_line.function();
}

static void say(const char *prefix, const char *fmt, va_list args)
{
	char text[256];
	int size;

	pthread_mutex_lock(&lock);
	if (length)
		end_line();
	size = snprintf(text, sizeof(text), "pvm: %s", prefix);
	size += vsnprintf(text + size, sizeof(text) - size, fmt, args);
	if (size > (int)sizeof(text) - 1)
		size = sizeof(text) - 1;
	text[size++] = '\n';
	put(text, size);
	pthread_mutex_unlock(&lock);
}

/**
 * console_say() - say something that is no error
 * @fmt: as for printf(), one line without its end
 */
void console_say(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	say("", fmt, args);
	va_end(args);
}

/**
 * die() - say what is wrong, and end the VMM and with it the guest
 * @fmt: as for printf(), one line without its end
 */
void die(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	say("error: ", fmt, args);
	va_end(args);
	_exit(EXIT_FAILURE);
}
