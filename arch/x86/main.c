// SPDX-License-Identifier: GPL-2.0-only
/* From the boot loader to the guest, step by step. */
#include <asm/boot_info.h>
#include <asm/bzimage.h>
#include <asm/guest_mem.h>
#include <asm/layout.h>
#include <asm/npt.h>
#include <asm/personality.h>
#include <asm/smp.h>
#include <asm/svm.h>
#include <asm/trap.h>
#include <asm/vcpu.h>
#include <monitor/arch.h>
#include <monitor/printk.h>

static struct boot_info boot;
static struct vcpu boot_vcpu;

#define BIT_TEXT_SIZE	16

static void announce(const struct personality *p, unsigned int cpus)
{
	char bit[BIT_TEXT_SIZE] = "no C-bit";

	if (p->own->address_bits)
		snprintf(bit, sizeof(bit), "C-bit %d", __builtin_ctzll(p->own->address_bits));
	else if (p->encrypted)
		snprintf(bit, sizeof(bit), "C-bit %d",
			 __builtin_ctzll(p->encrypted->address_bits));
	else if (p->shared->address_bits)
		snprintf(bit, sizeof(bit), "shared bit %d",
			 __builtin_ctzll(p->shared->address_bits));
	pr_info("personality %s, guest RAM %d MiB %s, %s, %u %s", p->name, GUEST_RAM_SIZE / SZ_1M,
		p->own->ram == SHARED_RAM_BASE ? "shared with devices" : "private", bit,
		cpus, cpus == 1 ? "processor" : "processors");
}

/**
 * monitor_main() - start the guest
 * @magic: EAX as the multiboot loader set it
 * @info_phys: EBX as the multiboot loader set it
 *
 * Called by start.S in long mode, on the only processor that runs. Returns
 * never.
 */
void __noreturn monitor_main(u32 magic, u32 info_phys)
{
	const struct personality *p;
	u64 entry, nested_cr3;

	/* The firmware leaves its own last message without a line end. */
	console_write("\n");
	trap_init();
	trap_enable();

	multiboot_parse(magic, info_phys, &boot);
	p = personality_select(boot.options);
	svm_enable(p, boot_vcpu.index);
	announce(p, smp_start());

	guest_ram_init(p, &boot.e820);
	entry = bzimage_load(&boot, p->own);
	nested_cr3 = npt_create(p, &boot.e820);
	guest_entry_prepare(p->own);

	/* What processors share is made by the first, before there are others. */
	vcpu_init(&boot_vcpu, p, nested_cr3);
	smp_offer(p, nested_cr3);
	guest_entry_init(&boot_vcpu, entry);
	boot_vcpu.regs[REG_RSI] = GUEST_BOOT_PARAMS;
	if (p->finish)
		p->finish(&boot_vcpu, guest_ram(p->own, GUEST_BOOT_PARAMS, SZ_4K));

	pr_info("entering the guest at 0x%llx", entry);
	vcpu_run(&boot_vcpu);
}
