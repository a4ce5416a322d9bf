// SPDX-License-Identifier: GPL-2.0-only
/*
 * pvm: run Linux as a protected guest of KVM on arm64
 *
 * The devices are those that a DMA check needs, see init, which starts this. As
 * the guest's console is standard output, and nothing here waits for input, it
 * can be watched by a program.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <monitor/macros.h>

#include "console.h"
#include "firmware.h"
#include "guest_dt.h"
#include "guest_ram.h"
#include "layout.h"
#include "uart.h"
#include "virtio_devices.h"
#include "vm.h"

#define usage	"usage: pvm [-u | -s] [-c CPUS] [-m MiB] [-t SECONDS] -k KERNEL -i INITRD...\n" \
		"	[-d DISK] [-n TAP] [-r blk,net,rng [-S]] [-f DTB] KERNEL-PARAMETER...\n" \
		"  -f	the guest has these nodes, too; pools that they say are unencrypted\n" \
		"	are shared before the kernel starts. Not with -r\n" \
		"  -i	may be given more than once: all of them are unpacked\n" \
		"  -r	these devices use a restricted pool\n" \
		"  -s	the guest is not told how to call the hypervisor, and shares nothing\n" \
		"  -S	that pool is shared before the kernel starts\n" \
		"  -t	end after so many seconds, with an error\n" \
		"  -u	not protected\n"

/* Linux, Documentation/arch/arm64/booting.rst: the header of a kernel */
struct image_header {
	u32 code[2];
	u64 text_offset;	/* from a 2 MiB boundary, 0 since Linux 5.10 */
	u64 image_size;		/* with memory that is not in the file */
};

static struct {
	bool protected;
	bool psci;
	unsigned int nr_cpus;
	u64 ram;
	unsigned int seconds;
	const char *kernel;
	const char *initrds[4];
	unsigned int nr_initrds;
	const char *devicetree;
	const char *disk;
	const char *tap;
	char restricted[64];
	bool pool_shared;
	char bootargs[1024];
} options = {
	.protected = true,
	.psci = true,
	.nr_cpus = 2,
	.ram = 256,
	.seconds = 300,
};

static void __noreturn wrong_usage(void)
{
	fputs(usage, stderr);
	_exit(2);
}

static void parse(int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "+c:d:f:i:k:m:n:r:sSt:u")) >= 0) {
		switch (c) {
		case 'c':
			options.nr_cpus = atoi(optarg);
			break;
		case 'd':
			options.disk = optarg;
			break;
		case 'f':
			options.devicetree = optarg;
			break;
		case 'i':
			if (options.nr_initrds == ARRAY_SIZE(options.initrds))
				wrong_usage();
			options.initrds[options.nr_initrds++] = optarg;
			break;
		case 'k':
			options.kernel = optarg;
			break;
		case 'm':
			options.ram = atoi(optarg);
			break;
		case 'n':
			options.tap = optarg;
			break;
		case 'r':
			if (strlen(optarg) >= sizeof(options.restricted))
				wrong_usage();
			strcpy(options.restricted, optarg);
			break;
		case 's':
			options.psci = false;
			break;
		case 'S':
			options.pool_shared = true;
			break;
		case 't':
			options.seconds = atoi(optarg);
			break;
		case 'u':
			options.protected = false;
			break;
		default:
			wrong_usage();
		}
	}
	if (options.ram * SZ_1M <= POOL_SIZE)
		wrong_usage();
	if (options.devicetree && options.restricted[0])
		wrong_usage();
	if (options.pool_shared && !options.restricted[0])
		wrong_usage();
	if (!options.kernel || !options.nr_cpus || options.nr_cpus > MAX_CPUS || !options.seconds)
		wrong_usage();
	for (; optind < argc; optind++) {
		size_t used = strlen(options.bootargs);

		if (used + strlen(argv[optind]) + 2 > sizeof(options.bootargs))
			wrong_usage();
		sprintf(options.bootargs + used, "%s%s", used ? " " : "", argv[optind]);
	}
}

/* Take the device's name, virtio-blk and so on, out of those that use the pool */
static bool is_restricted(const struct virtio_device *device)
{
	const char *name = strchr(device->name, '-') + 1;
	char *at = strstr(options.restricted, name);

	if (!at)
		return false;
	memset(at, ',', strlen(name));
	return true;
}

/* Return: bits of the devices that use the restricted pool */
static u32 add_devices(u64 pool)
{
	struct virtio_device *devices[] = {
		options.disk ? virtio_blk_create(options.disk) : NULL,
		options.tap ? virtio_net_create(options.tap) : NULL,
		virtio_rng_create(),
	};
	u32 restricted = 0;
	unsigned int i;

	uart_create();
	for (i = 0; i < ARRAY_SIZE(devices); i++) {
		if (!devices[i])
			continue;
		if (is_restricted(devices[i])) {
			restricted |= BIT(virtio_count());
			virtio_add(devices[i], pool, POOL_SIZE);
		} else {
			virtio_add(devices[i], RAM_BASE, guest_ram_size());
		}
	}
	if (strspn(options.restricted, ",") != strlen(options.restricted))
		die("-r: there is no such device: %s", options.restricted);
	return restricted;
}

/*
 * Put the kernel at the start of the guest's RAM, and the initrds behind the
 * memory that it needs. Several archives in one initrd must be aligned: Linux,
 * Documentation/driver-api/early-userspace/buffer-format.rst.
 */
static void load(struct guest_dt *guest)
{
	struct image_header header;
	FILE *kernel = fopen(options.kernel, "r");
	u64 end;
	unsigned int i;

	if (!kernel || fread(&header, sizeof(header), 1, kernel) != 1 || header.text_offset)
		die("%s: cannot read it, or older than Linux 5.10", options.kernel);
	fclose(kernel);
	guest_ram_load(options.kernel, RAM_BASE);
	guest->initrd = ALIGN(RAM_BASE + header.image_size, SZ_2M);
	end = guest->initrd;
	for (i = 0; i < options.nr_initrds; i++)
		end = ALIGN(end + guest_ram_load(options.initrds[i], end), sizeof(u32));
	guest->initrd_size = end - guest->initrd;
	if (end > DEVICE_TREE)
		die("%s and its initrd are %llu bytes too long", options.kernel,
		    end - DEVICE_TREE);
}

/* Nodes for the guest's device tree, or NULL */
static const void *read_devicetree(void)
{
	static u64 tree[SZ_4K];
	FILE *file;

	if (!options.devicetree)
		return NULL;
	file = fopen(options.devicetree, "r");
	if (!file || !fread(tree, 1, sizeof(tree), file) || !feof(file))
		die("%s: cannot read it, or too long", options.devicetree);
	fclose(file);
	return tree;
}

int main(int argc, char **argv)
{
	struct guest_dt guest = { .bootargs = options.bootargs };
	const void *tree;
	u64 entry = RAM_BASE;
	u32 size;
	unsigned int i;

	parse(argc, argv);
	guest_ram_create(options.ram * SZ_1M);
	/* the last message of a kernel that starts another one: machine_kexec() */
	console_on_line("] Bye!", guest_ram_report_accessible);
	vm_create(options.protected);
	vgic_create();
	guest.pool = RAM_BASE + guest_ram_size() - POOL_SIZE;
	guest.pool_shared = options.pool_shared;
	guest.restricted = add_devices(guest.pool);
	guest.nr_cpus = options.nr_cpus;
	guest.psci = options.psci;
	guest.more = read_devicetree();
	load(&guest);
	tree = guest_dt_create(&guest, &size);
	if (DEVICE_TREE + size > guest.pool)
		die("%llu MiB are too little for what is loaded and the pool", options.ram);
	guest_ram_put(DEVICE_TREE, tree, size);
	if (guest.more || guest.pool_shared)
		entry = firmware_put(ALIGN(DEVICE_TREE + size, SZ_4K), RAM_BASE, tree);

	for (i = 0; i < options.nr_cpus; i++)
		vcpu_create(i, entry, DEVICE_TREE);
	vgic_init();
	for (i = 0; i < options.nr_cpus; i++)
		vcpu_start(i);

	sleep(options.seconds);
	virtio_report();
	die("no end after %u s", options.seconds);
}
