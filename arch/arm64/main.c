// SPDX-License-Identifier: GPL-2.0-only
/* From reset to the guest, step by step. */
#include <asm/el2.h>
#include <asm/entry.h>
#include <asm/fw_cfg.h>
#include <asm/guest_dt.h>
#include <asm/guest_ram.h>
#include <asm/image.h>
#include <asm/layout.h>
#include <asm/main.h>
#include <asm/options.h>
#include <asm/personality.h>
#include <asm/shared_pools.h>
#include <asm/smp.h>
#include <asm/smmu.h>
#include <asm/stage2.h>
#include <monitor/printk.h>

#define OPTIONS_FILE	"opt/cc-dma/monitor"
#define OPTIONS_SIZE	128

static char words[OPTIONS_SIZE];

/**
 * monitor_main() - start the guest
 *
 * Called by start.S at EL2, on the only processor that is on. Returns never.
 */
void __noreturn monitor_main(void)
{
	const struct personality *p;
	unsigned int cpus;
	u64 initrd_size;

	el2_init();
	fw_cfg_read_file(OPTIONS_FILE, words, sizeof(words));
	personality_select(words);
	p = personality;
	cpus = smp_count_cpus();
	pr_info("personality %s, guest RAM %llu MiB %s, %u %s", p->name, options.ram_size / SZ_1M,
		p->private ? "private" : "shared with devices", cpus,
		cpus == 1 ? "processor" : "processors");

	/* QEMU's device tree is where the kernel, or poison, will be. */
	initrd_size = initrd_load(p);
	guest_dt_create(p, initrd_size);
	if (p->private)
		guest_ram_poison_all();
	image_load(p);

	stage2_init();
	smmu_init();
	p->init();
	if (p->private)
		shared_pools_init(p);

	pr_info("entering the guest at 0x%lx", GUEST_KERNEL);
	enter_guest(GUEST_DEVICE_TREE, GUEST_KERNEL);
}
