// SPDX-License-Identifier: GPL-2.0-only
/*
 * The slot allocator of swiotlb as a program of the host, with its KUnit tests.
 *
 *	slots test			run the KUnit suite
 *	slots walk STEPS SEED		more of its random steps
 *	slots fragment STEPS SEED	measure fragmentation
 *
 * Exit code: 0 if all tests pass, 1 if not, 2 if the arguments are wrong.
 */
#include "tests/slots_kunit.c"

/* Steps of the walk in one area. Each has a seed of its own. */
#define ROUND		20000

/* An area of 64 MiB in slots of 2 KiB */
#define NSLOTS		(64 << 20 >> IO_TLB_SHIFT)
/* Calls between two attempts to map large buffers */
#define INTERVAL	1000

static int test_suite(void)
{
	struct kunit_case *test_case = kunit_suite->test_cases;
	int number = 0, failed = 0;

	printf("KTAP version 1\n1..1\n    # Subtest: %s\n", kunit_suite->name);
	for (; test_case->run_case; test_case++) {
		char desc[KUNIT_PARAM_DESC_SIZE];
		const void *param = NULL;
		bool passed = true;

		if (test_case->generate_params)
			param = test_case->generate_params(NULL, NULL, desc);
		do {
			struct kunit test = { .param_value = param };

			if (kunit_run(&test, test_case->run_case))
				continue;
			passed = false;
			if (param)
				printf("    # %s: fails with \"%s\"\n", test_case->name, desc);
		} while (param && (param = test_case->generate_params(NULL, param, desc)));
		failed += !passed;
		printf("    %s %d %s\n", passed ? "ok" : "not ok", ++number, test_case->name);
	}
	printf("%s 1 %s\n", failed ? "not ok" : "ok", kunit_suite->name);
	return failed ? 1 : 0;
}

/**
 * struct round - parameters of walk_round()
 * @steps:	Number of steps.
 * @seed:	Seed of the random numbers, specifies the size of the area too.
 */
struct round {
	unsigned int steps;
	u32 seed;
};

static void walk_round(struct kunit *test)
{
	const struct round *round = test->param_value;
	unsigned int choice, nslots;
	struct rnd_state rnd;

	prandom_seed_state(&rnd, round->seed);
	choice = prandom_u32_state(&rnd) % (2 * ARRAY_SIZE(areas));
	nslots = 1 + prandom_u32_state(&rnd) % MAX_SLOTS;
	if (choice < ARRAY_SIZE(areas))
		nslots = areas[choice];
	walk(create(test, nslots, round->seed), round->steps);
}

static int walk_rounds(unsigned long steps, u32 seed)
{
	unsigned long done = 0;

	while (done < steps) {
		struct round round = { min(steps - done, (unsigned long)ROUND), seed++ };
		struct kunit test = { .param_value = &round };

		if (!kunit_run(&test, walk_round)) {
			printf("not ok - step %lu; repeat it with STEPS=%u SEED=%u\n",
			       done, ROUND, round.seed);
			return 1;
		}
		done += round.steps;
		if (done % (50 * ROUND) == 0)
			printf("# %lu steps\n", done);
	}
	printf("ok - %lu steps\n", done);
	return 0;
}

/**
 * struct buffers - the buffers of an area, for fragment()
 * @map:	The area.
 * @rnd:	State of the random numbers.
 * @n:		Number of buffers.
 * @used:	Number of slots in buffers.
 * @slots:	First slots of the buffers.
 * @lengths:	Their numbers of slots.
 */
struct buffers {
	struct slot_map map;
	struct rnd_state rnd;
	unsigned int n, used;
	unsigned int slots[NSLOTS];
	unsigned int lengths[NSLOTS];
};

static int map_slots(struct buffers *b, unsigned int nslots)
{
	return slot_map_alloc(&b->map, &(struct slot_request)ANYWHERE(nslots));
}

static void map_small(struct buffers *b)
{
	unsigned int nslots = 1 + prandom_u32_state(&b->rnd) % 8;
	int slot = map_slots(b, nslots);

	if (slot < 0)
		return;
	b->slots[b->n] = slot;
	b->lengths[b->n++] = nslots;
	b->used += nslots;
}

static void unmap_small(struct buffers *b)
{
	unsigned int i = prandom_u32_state(&b->rnd) % b->n--;

	slot_map_free(&b->map, b->slots[i], b->lengths[i]);
	b->used -= b->lengths[i];
	b->slots[i] = b->slots[b->n];
	b->lengths[i] = b->lengths[b->n];
}

/* Can a buffer of @nslots slots be mapped? */
static bool has_place(struct buffers *b, unsigned int nslots)
{
	int slot = map_slots(b, nslots);

	if (slot < 0)
		return false;
	slot_map_free(&b->map, slot, nslots);
	return true;
}

static unsigned int whole_segments(struct buffers *b)
{
	unsigned int word, whole = 0;

	for (word = 0; word < 2 * b->map.nsegs; word += 2)
		whole += !~(b->map.free[word] & b->map.free[word + 1]);
	return whole;
}

static void fragment_at(unsigned int fill, unsigned long steps, u32 seed)
{
	static u64 free[NSLOTS / SLOT_WORD];
	static u8 distance[NSLOTS];
	static u8 room[NSLOTS / IO_TLB_SEGSIZE];
	static struct buffers b;
	unsigned int tries = 0, large = 0, medium = 0, whole = 0;
	unsigned long step;

	memset(&b, 0, sizeof(b));
	prandom_seed_state(&b.rnd, seed);
	slot_map_init(&b.map, free, distance, room, NSLOTS);
	while (b.used < NSLOTS / 100 * fill)
		map_small(&b);
	for (step = 1; step <= steps; step++) {
		if (b.used < NSLOTS / 100 * fill)
			map_small(&b);
		else
			unmap_small(&b);
		if (step % INTERVAL)
			continue;
		tries++;
		whole += whole_segments(&b);
		large += has_place(&b, IO_TLB_SEGSIZE);
		medium += has_place(&b, IO_TLB_SEGSIZE / 4);
	}
	if (tries)
		printf("%5u %% %9u %8.1f %% %8.1f %% %10.1f %10u\n", fill, tries,
		       100.0 * large / tries, 100.0 * medium / tries, (double)whole / tries,
		       (NSLOTS - NSLOTS / 100 * fill) / IO_TLB_SEGSIZE);
}

/* For each fill the share of large mappings that succeed */
static int fragment(unsigned long steps, u32 seed)
{
	static const unsigned int fills[] = { 25, 50, 75, 90 };
	unsigned int i;

	printf("   fill  attempts    256 KiB     64 KiB  free segments: mean, at most\n");
	for (i = 0; i < ARRAY_SIZE(fills); i++)
		fragment_at(fills[i], steps, seed);
	return 0;
}

/**
 * main() - run one of the modes
 * @argc:	Number of arguments.
 * @argv:	See the top of this file.
 *
 * Return: Exit code.
 */
int main(int argc, char **argv)
{
	setlinebuf(stdout);
	if (argc == 2 && !strcmp(argv[1], "test"))
		return test_suite();
	if (argc == 4 && !strcmp(argv[1], "walk"))
		return walk_rounds(strtoul(argv[2], NULL, 10), strtoul(argv[3], NULL, 10));
	if (argc == 4 && !strcmp(argv[1], "fragment"))
		return fragment(strtoul(argv[2], NULL, 10), strtoul(argv[3], NULL, 10));
	fprintf(stderr, "usage: slots test | walk STEPS SEED | fragment STEPS SEED\n");
	return 2;
}
