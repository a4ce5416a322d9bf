// SPDX-License-Identifier: GPL-2.0-only
/*
 * Messages on the console. It is the guest's console too, so every line says
 * that it is the monitor's, and there are few.
 */
#include <stdarg.h>
#include <monitor/arch.h>
#include <monitor/printk.h>
#include <monitor/string.h>
#include <monitor/trace.h>

/* A longer message is cut. */
#define LINE_SIZE	256

/* Further violations of the guest are not printed. */
#define VIOLATIONS_MAX	20

static unsigned int violations;

static void __printf(2, 0) print_line(const char *prefix, const char *fmt, va_list args)
{
	char line[LINE_SIZE];
	size_t length = strlen(prefix);

	trace_flush();
	/* In one piece: the guest may be writing, too. */
	memcpy(line, prefix, length);
	length += vsnprintf(line + length, sizeof(line) - length - 1, fmt, args);
	if (length > sizeof(line) - 2)
		length = sizeof(line) - 2;
	line[length] = '\n';
	line[length + 1] = '\0';
	console_write(line);
}

/**
 * pr_info() - print a message
 * @fmt: format of the message, see vsnprintf(); without a newline at the end
 * @...: arguments for @fmt
 *
 * Returns when the whole line is in the UART. A message of the guest that is
 * under way is not waited for: the line may start in the middle of a line.
 */
void pr_info(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	print_line("monitor: ", fmt, args);
	va_end(args);
}

/**
 * vpr_err() - print an error message
 * @fmt: format of the message, see vsnprintf(); without a newline at the end
 * @args: arguments for @fmt
 *
 * The line always starts at the left margin, whatever the guest was printing:
 * test runners look for it.
 */
void vpr_err(const char *fmt, va_list args)
{
	print_line("\nmonitor: error: ", fmt, args);
}

/**
 * pr_violation() - print that the guest broke a rule of its platform
 * @fmt: format of the message, see vsnprintf(); without a newline at the end.
 *	It says what, where, and the section of the specification
 * @...: arguments for @fmt
 *
 * For what real hardware would not forgive and the monitor can: the guest goes
 * on, so that the rest of it is tested as well. Test runners look for the line,
 * which starts at the left margin as an error's does. There is an end to them.
 */
void pr_violation(const char *fmt, ...)
{
	va_list args;

	if (violations++ >= VIOLATIONS_MAX)
		return;
	va_start(args, fmt);
	print_line("\nmonitor: violation: ", fmt, args);
	va_end(args);
}

/**
 * panic() - print an error message and power the machine off
 * @fmt: format of the message, see vsnprintf(); without a newline at the end
 * @...: arguments for @fmt
 *
 * For everything that the monitor cannot go on after: there is no other
 * error handling. Does not stop other processors.
 */
void panic(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vpr_err(fmt, args);
	va_end(args);
	power_off();
}
