// SPDX-License-Identifier: GPL-2.0-only
/* Formatted output into a buffer: the part of printf() that the monitor uses. */
#include <stdarg.h>
#include <monitor/macros.h>
#include <monitor/printk.h>
#include <monitor/string.h>
#include <monitor/types.h>

/* The longest number is 2^64 - 1 in decimal: 20 digits. */
#define NUMBER_DIGITS	20

struct output {
	char *buf;
	size_t size;
	size_t len;	/* of the whole result, also what did not fit */
};

/* A conversion: "%", flags, width, length, letter. */
struct conversion {
	bool zero_pad;
	bool left;
	unsigned int width;
	unsigned int longs;	/* number of "l" in front of the letter */
};

static void put_char(struct output *out, char c)
{
	if (out->len + 1 < out->size)
		out->buf[out->len] = c;
	out->len++;
}

static void put_padded(struct output *out, const struct conversion *conv, const char *sign,
		       const char *text, size_t len)
{
	size_t used = strlen(sign) + len;
	size_t pad = conv->width > used ? conv->width - used : 0;
	bool zeros = conv->zero_pad && !conv->left;

	if (!conv->left && !zeros) {
		for (; pad; pad--)
			put_char(out, ' ');
	}
	while (*sign)
		put_char(out, *sign++);
	if (zeros) {
		for (; pad; pad--)
			put_char(out, '0');
	}
	while (len--)
		put_char(out, *text++);
	for (; pad; pad--)
		put_char(out, ' ');
}

static void put_number(struct output *out, const struct conversion *conv, const char *sign,
		       u64 value, unsigned int base)
{
	char digits[NUMBER_DIGITS];
	size_t first = sizeof(digits);

	do {
		digits[--first] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value);
	put_padded(out, conv, sign, digits + first, sizeof(digits) - first);
}

static void put_signed(struct output *out, const struct conversion *conv, long long value)
{
	if (value < 0)
		put_number(out, conv, "-", -(u64)value, 10);
	else
		put_number(out, conv, "", value, 10);
}

static const char *parse_conversion(const char *fmt, struct conversion *conv)
{
	*conv = (struct conversion){ 0 };
	for (;; fmt++) {
		if (*fmt == '0')
			conv->zero_pad = true;
		else if (*fmt == '-')
			conv->left = true;
		else
			break;
	}
	for (; *fmt >= '0' && *fmt <= '9'; fmt++)
		conv->width = conv->width * 10 + (*fmt - '0');
	for (; *fmt == 'l'; fmt++)
		conv->longs++;
	if (*fmt == 'z') {
		conv->longs = 1;
		fmt++;
	}
	return fmt;
}

/**
 * vsnprintf() - format a string into a buffer
 * @buf: the buffer
 * @size: bytes in @buf, at least 1
 * @fmt: format; knows %c %d %u %x %s %p %%, the flags "0" and "-", a width in
 *	digits, and the lengths "l", "ll" and "z"
 * @args: arguments for @fmt
 *
 * The result always ends in a null, and is cut to fit. A conversion that is
 * not in the list is printed as it stands and takes no argument, so what
 * follows it in the same format is not right.
 *
 * Return: the length that the whole result has, which is @size or more if it
 * was cut.
 */
int vsnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	struct output out = { .buf = buf, .size = size };
	struct conversion conv;
	const char *s;
	char c;

	for (; *fmt; fmt++) {
		if (*fmt != '%') {
			put_char(&out, *fmt);
			continue;
		}
		fmt = parse_conversion(fmt + 1, &conv);
		switch (*fmt) {
		case 'c':
			c = va_arg(args, int);
			put_padded(&out, &conv, "", &c, 1);
			break;
		case 's':
			s = va_arg(args, const char *);
			put_padded(&out, &conv, "", s, strlen(s));
			break;
		case 'd':
			put_signed(&out, &conv,
				   conv.longs > 1 ? va_arg(args, long long) :
				   conv.longs ? va_arg(args, long) : va_arg(args, int));
			break;
		case 'u':
		case 'x':
			put_number(&out, &conv, "",
				   conv.longs > 1 ? va_arg(args, unsigned long long) :
				   conv.longs ? va_arg(args, unsigned long) :
				   va_arg(args, unsigned int), *fmt == 'u' ? 10 : 16);
			break;
		case 'p':
			put_number(&out, &conv, "0x", (size_t)va_arg(args, void *), 16);
			break;
		case '\0':
			fmt--;
			break;
		case '%':
			put_char(&out, '%');
			break;
		default:
			put_char(&out, '%');
			put_char(&out, *fmt);
		}
	}
	if (size)
		buf[out.len < size ? out.len : size - 1] = '\0';
	return out.len;
}

/**
 * snprintf() - format a string into a buffer
 * @buf: the buffer
 * @size: bytes in @buf, at least 1
 * @fmt: format, see vsnprintf()
 * @...: arguments for @fmt
 *
 * Return: the length that the whole result has, which is @size or more if it
 * was cut.
 */
int snprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(buf, size, fmt, args);
	va_end(args);
	return len;
}
