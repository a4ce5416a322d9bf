/* SPDX-License-Identifier: GPL-2.0-only */
/* Content of buffers, and of the buffer that an edu device has */
#ifndef _EDU_CONTENT_H
#define _EDU_CONTENT_H

#include <linux/types.h>

#include <kunit/test.h>

#include "edu.h"

/* What is in a buffer that the device is to write to */
#define UNTOUCHED	0x5a

/**
 * struct edu_access - what a test needs to use an edu device
 * @edu:	The device.
 * @dev:	The same.
 * @coherent:	A page to load and to look at the device's buffer.
 * @coherent_addr: Its address for the device.
 */
struct edu_access {
	struct edu *edu;
	struct device *dev;
	u8 *coherent;
	dma_addr_t coherent_addr;
};

/**
 * access_init() - prepare the use of a device; fails the test if it cannot
 * @test:	The test.
 * @access:	All zero.
 * @edu:	The device.
 */
void access_init(struct kunit *test, struct edu_access *access, struct edu *edu);

/**
 * access_exit() - give back what access_init() got
 * @access:	What it filled in, or all zero.
 */
void access_exit(struct edu_access *access);

/**
 * access_test_init() - prepare a test that uses a device of the host
 * @test:	The test, which is skipped if there is no such device. Its priv is a
 *		struct edu_access.
 *
 * Return: 0.
 */
int access_test_init(struct kunit *test);

/**
 * access_test_exit() - release the device that access_test_init() got
 * @test:	The test.
 */
void access_test_exit(struct kunit *test);

/**
 * fill() - fill a buffer with a pattern that no other one has
 * @buf:	The buffer.
 * @size:	Bytes.
 */
void fill(u8 *buf, size_t size);

/**
 * has_some_of() - whether a device got at content, or at a part of it
 * @seen:	What it found.
 * @content:	What it must not find.
 * @size:	Bytes of each.
 *
 * Return: true if there are eight bytes of @content where it has them.
 */
bool has_some_of(const u8 *seen, const u8 *content, size_t size);

/**
 * filled_buffer() - a buffer with a pattern that no other one has
 * @test:	The test, at the end of which it is freed.
 * @size:	Bytes.
 *
 * Return: The buffer; if there is no memory the test fails.
 */
u8 *filled_buffer(struct kunit *test, size_t size);

/**
 * untouched_buffer() - a buffer full of %UNTOUCHED
 * @test:	The test, at the end of which it is freed.
 * @size:	Bytes.
 *
 * Return: The buffer; if there is no memory the test fails.
 */
u8 *untouched_buffer(struct kunit *test, size_t size);

/**
 * load_device() - put something into the device's buffer
 * @test:	The test, which fails if the device does not answer.
 * @access:	The device.
 * @buf:	What to put there.
 * @size:	Bytes, at most %EDU_MAX_TRANSFER.
 */
void load_device(struct kunit *test, struct edu_access *access, const u8 *buf, size_t size);

/**
 * look_at_device() - get what the device has in its buffer
 * @test:	The test, which fails if the device does not answer.
 * @access:	The device.
 * @size:	Bytes, at most %EDU_MAX_TRANSFER.
 *
 * Return: It, until the next call of this or of load_device().
 */
const u8 *look_at_device(struct kunit *test, struct edu_access *access, size_t size);

/**
 * expect_copies() - expect that the device reads what is there, and have it write
 * @test:	The test.
 * @addr:	Where, for the device.
 * @want:	What is there.
 * @next:	What the device writes there.
 * @size:	Bytes of both, at most %EDU_MAX_TRANSFER.
 */
void expect_copies(struct kunit *test, dma_addr_t addr, const u8 *want, const u8 *next,
		   size_t size);

#endif /* _EDU_CONTENT_H */
