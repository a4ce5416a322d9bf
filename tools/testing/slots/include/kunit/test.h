/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the tests of the slot allocator use of KUnit, for a program on the host.
 * A failed assertion leaves the case by longjmp(). Results are printed as KTAP.
 */
#ifndef _KUNIT_TEST_H
#define _KUNIT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/kernel.h>
#include <linux/types.h>

/* The host's compiler and libraries have no use for the flags. */
#define GFP_KERNEL		0

#define U32_MAX			((u32)~0U)
#define KUNIT_PARAM_DESC_SIZE	128

/**
 * struct kunit - a running test
 * @param_value:	Parameter of the case, or NULL.
 * @memory:		List of allocations, each begins with a link.
 * @failed:		Has an expectation or assertion failed?
 * @abort:		Where a failed assertion continues.
 */
struct kunit {
	const void *param_value;
	void **memory;
	bool failed;
	jmp_buf abort;
};

/**
 * struct kunit_case - a test case
 * @run_case:		Function to call.
 * @name:		Its name.
 * @generate_params:	Returns the parameter that follows a given one and
 *			writes its description, or NULL.
 */
struct kunit_case {
	void (*run_case)(struct kunit *test);
	const char *name;
	const void *(*generate_params)(struct kunit *test, const void *prev, char *desc);
};

/**
 * struct kunit_suite - a list of test cases
 * @name:		Name of the suite.
 * @test_cases:		Array of cases, ends with an empty one.
 */
struct kunit_suite {
	const char *name;
	struct kunit_case *test_cases;
};

#define KUNIT_CASE(function)	{ .run_case = function, .name = #function }
#define KUNIT_CASE_PARAM(function, generate) \
	{ .run_case = function, .name = #function, .generate_params = generate }

#define KUNIT_ARRAY_PARAM_DESC(name, array, desc_member)					\
	static const void *name##_gen_params(struct kunit *test, const void *prev, char *desc)	\
	{											\
		return kunit_next_param(prev, array, sizeof(array), sizeof((array)[0]),		\
					offsetof(typeof((array)[0]), desc_member), desc);	\
	}

/* A program has one suite. */
#define kunit_test_suite(suite)	static struct kunit_suite *const kunit_suite = &(suite)

#define KUNIT_CHECK(test, condition, abort_case, fmt, ...)			\
	do {									\
		if (!(condition))						\
			kunit_fail(test, abort_case, "%s:%d: " fmt "\n",	\
				   __func__, __LINE__, ##__VA_ARGS__);		\
	} while (0)

#define KUNIT_EXPECT_EQ(test, left, right)						\
	do {										\
		long long __left = (left), __right = (right);				\
											\
		KUNIT_CHECK(test, __left == __right, false,				\
			    "expected %s == %s, is %lld and %lld",			\
			    #left, #right, __left, __right);				\
	} while (0)
#define KUNIT_ASSERT_TRUE_MSG(test, condition, fmt, ...) \
	KUNIT_CHECK(test, condition, true, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_TRUE(test, condition) \
	KUNIT_CHECK(test, condition, true, "expected %s", #condition)

/**
 * kunit_next_param() - get the next parameter from an array
 * @prev:	Previous parameter, or NULL.
 * @array:	Array of parameters.
 * @size:	Bytes of the array.
 * @step:	Bytes of an element.
 * @offset:	Where in an element the address of its name is, in bytes.
 * @desc:	Buffer of KUNIT_PARAM_DESC_SIZE bytes for the name.
 *
 * Return: Next element, or NULL after the last one.
 */
static inline const void *kunit_next_param(const void *prev, const void *array, size_t size,
					   size_t step, size_t offset, char *desc)
{
	const char *next = prev ? (const char *)prev + step : array;

	if (next == (const char *)array + size)
		return NULL;
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%s", *(const char *const *)(next + offset));
	return next;
}

/**
 * kunit_fail() - record a failure
 * @test:	Test that fails.
 * @abort_case:	End the test case. The function does not return.
 * @fmt:	Message, as for printf().
 */
static inline __printf(3, 4)
void kunit_fail(struct kunit *test, bool abort_case, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	printf("    # ");
	vprintf(fmt, args);
	va_end(args);
	test->failed = true;
	if (abort_case)
		longjmp(test->abort, 1);
}

/**
 * kunit_kcalloc() - allocate zeroed memory for a test
 * @test:	Test that frees the memory when it ends.
 * @n:		Number of elements.
 * @size:	Bytes of an element.
 * @gfp:	Ignored.
 *
 * The memory ends where the allocation does, so that AddressSanitizer reports
 * an access beyond it.
 *
 * Return: Address of the memory, or NULL.
 */
static inline void *kunit_kcalloc(struct kunit *test, size_t n, size_t size, int gfp)
{
	void **link = calloc(1, 16 + n * size);

	if (!link)
		return NULL;
	*link = test->memory;
	test->memory = link;
	return (char *)link + 16;
}

#define kunit_kzalloc(test, size, gfp)	kunit_kcalloc(test, 1, size, gfp)

/**
 * kunit_run() - run a function of a test
 * @test:	Test, zeroed.
 * @run_case:	Function to run. Memory that it allocates is freed.
 *
 * Return: Has the test passed?
 */
static inline bool kunit_run(struct kunit *test, void (*run_case)(struct kunit *test))
{
	void **link;

	if (!setjmp(test->abort))
		run_case(test);
	while ((link = test->memory)) {
		test->memory = *link;
		free(link);
	}
	return !test->failed;
}

#endif /* _KUNIT_TEST_H */
