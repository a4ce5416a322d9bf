// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <monitor/macros.h>

#include "console.h"
#include "guest_ram.h"
#include "layout.h"

static u8 *ram;
static u64 ram_size;

/* One for each page that has been seen to exist: guests do not give them back. */
static bool *exists;

/* Pages with something that was put there before the guest started */
static bool *loaded;

/* What this thread is about to do, for the signal handler */
static __thread const struct dma_master *master;
static __thread const char *part;

static void __noreturn not_shared(u64 addr, const char *why)
{
	die("%s, queue %u: the page at 0x%llx, of the %s, is not shared: %s",
	    master->name, master->queue, ALIGN_DOWN(addr, SZ_4K), part, why);
}

/*
 * Linux, do_page_fault() in arch/arm64/mm/fault.c: the hypervisor refused the
 * access, and the process that made it is told by SIGSEGV.
 */
static void on_sigsegv(int signal, siginfo_t *info, void *context)
{
	const u8 *at = info->si_addr;

	(void)signal;
	(void)context;
	if (!master || at < ram || at >= ram + ram_size)
		die("bad access to %p, which is no guest memory", info->si_addr);
	not_shared(RAM_BASE + (at - ram), "the hypervisor refused the access");
}

/**
 * guest_ram_create() - have memory for the guest, all zero
 * @size: bytes
 */
void guest_ram_create(u64 size)
{
	struct sigaction action = {
		.sa_sigaction = on_sigsegv,
		.sa_flags = SA_SIGINFO,
	};

	/* The hypervisor takes anonymous pages of 4 KiB: pkvm_mem_abort() in Linux. */
	ram = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	exists = calloc(size / SZ_4K, sizeof(*exists));
	loaded = calloc(size / SZ_4K, sizeof(*loaded));
	if (ram == MAP_FAILED || !exists || !loaded)
		die("no memory for the guest");
	ram_size = size;
	if (sigaction(SIGSEGV, &action, NULL) || sigaction(SIGBUS, &action, NULL))
		die("sigaction: %s", strerror(errno));
}

/**
 * guest_ram_host_address() - where the guest's memory is for KVM
 *
 * Return: address in this process
 */
void *guest_ram_host_address(void)
{
	return ram;
}

/**
 * guest_ram_size() - how much memory the guest has
 *
 * Return: bytes
 */
u64 guest_ram_size(void)
{
	return ram_size;
}

static bool is_ram(u64 addr, u64 size)
{
	return addr >= RAM_BASE && size <= ram_size && addr - RAM_BASE <= ram_size - size;
}

/**
 * guest_ram_put() - put something into the guest's memory before it starts
 * @addr: guest physical address
 * @data: what
 * @size: bytes
 */
void guest_ram_put(u64 addr, const void *data, u64 size)
{
	u64 page;

	if (!is_ram(addr, size))
		die("the guest's memory is too small");
	memcpy(ram + (addr - RAM_BASE), data, size);
	for (page = (addr - RAM_BASE) / SZ_4K; page * SZ_4K < addr - RAM_BASE + size; page++)
		loaded[page] = true;
}

/**
 * guest_ram_load() - put a file into the guest's memory before it starts
 * @file: its name
 * @addr: guest physical address
 *
 * Return: bytes in the file
 */
u64 guest_ram_load(const char *file, u64 addr)
{
	static u8 chunk[SZ_1M];
	u64 size = 0;
	ssize_t got;
	int fd = open(file, O_RDONLY);

	if (fd < 0)
		die("%s: %s", file, strerror(errno));
	while ((got = read(fd, chunk, sizeof(chunk))) > 0) {
		guest_ram_put(addr + size, chunk, got);
		size += got;
	}
	if (got < 0)
		die("%s: %s", file, strerror(errno));
	close(fd);
	return size;
}

static bool is_resident(u64 page)
{
	u8 resident;

	if (mincore(ram + page * SZ_4K, SZ_4K, &resident))
		die("mincore: %s", strerror(errno));
	return resident & BIT(0);
}

/**
 * guest_ram_report_accessible() - count the pages of the guest that this process can read
 *
 * Pages that were loaded before the guest started do not count: until the guest has used
 * such a page, it belongs to the host. write() fails with EFAULT where the hypervisor refuses
 * the access, and there is no signal.
 */
void guest_ram_report_accessible(void)
{
	u64 page, accessible = 0;
	int fds[2];
	char byte;

	if (pipe(fds))
		die("pipe: %s", strerror(errno));
	for (page = 0; page < ram_size / SZ_4K; page++) {
		if (loaded[page] || !is_resident(page) || write(fds[1], ram + page * SZ_4K, 1) != 1)
			continue;
		accessible++;
		if (read(fds[0], &byte, 1) != 1)
			die("read from a pipe: %s", strerror(errno));
	}
	close(fds[0]);
	close(fds[1]);
	console_say("%llu pages of the guest are accessible", accessible);
}

/*
 * A page that neither the guest nor the loader has ever touched does not exist
 * yet. The host could fill it and the guest would find that there, without having
 * shared it. Sharing a page makes it exist.
 */
static void expect_existing(u64 addr)
{
	u64 page = (addr - RAM_BASE) / SZ_4K;

	if (exists[page])
		return;
	if (!is_resident(page))
		not_shared(addr, "the guest has never used it");
	exists[page] = true;
}

/* Where the memory is in this process, if the device may access it at all */
static void *dma_begin(const struct dma_master *who, const char *what, u64 addr, u64 size)
{
	u64 page;

	master = who;
	part = what;
	if (!size || !is_ram(addr, size))
		die("%s, queue %u: the %s is said to be at 0x%llx, %llu bytes, where no RAM is",
		    who->name, who->queue, what, addr, size);
	if (size > who->size || addr < who->base || addr - who->base > who->size - size)
		die("%s, queue %u: the %s is at 0x%llx, not in the restricted pool",
		    who->name, who->queue, what, addr);
	for (page = ALIGN_DOWN(addr, SZ_4K); page < addr + size; page += SZ_4K)
		expect_existing(page);
	return ram + (addr - RAM_BASE);
}

/**
 * dma_read() - a device reads guest memory
 * @who: the device
 * @what: what is there, for messages
 * @addr: guest physical address
 * @to: where the data goes, not guest memory
 * @size: bytes
 */
void dma_read(const struct dma_master *who, const char *what, u64 addr, void *to, u64 size)
{
	memcpy(to, dma_begin(who, what, addr, size), size);
}

/**
 * dma_write() - a device writes guest memory
 * @who: the device
 * @what: what is there, for messages
 * @addr: guest physical address
 * @from: where the data is, not guest memory
 * @size: bytes
 */
void dma_write(const struct dma_master *who, const char *what, u64 addr, const void *from,
	       u64 size)
{
	memcpy(dma_begin(who, what, addr, size), from, size);
}

/**
 * dma_read_u16() - a device reads what the guest may change meanwhile
 * @who: the device
 * @what: what is there, for messages
 * @addr: guest physical address
 *
 * Return: the value; what the guest wrote before it is seen by later reads.
 */
u16 dma_read_u16(const struct dma_master *who, const char *what, u64 addr)
{
	u16 *at = dma_begin(who, what, addr, sizeof(*at));

	return __atomic_load_n(at, __ATOMIC_ACQUIRE);
}

/**
 * dma_write_u16() - a device writes what the guest may look at meanwhile
 * @who: the device
 * @what: what is there, for messages
 * @addr: guest physical address
 * @value: is seen by the guest after everything that was written before
 */
void dma_write_u16(const struct dma_master *who, const char *what, u64 addr, u16 value)
{
	u16 *at = dma_begin(who, what, addr, sizeof(*at));

	__atomic_store_n(at, value, __ATOMIC_RELEASE);
}
