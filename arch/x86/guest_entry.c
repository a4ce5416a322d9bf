// SPDX-License-Identifier: GPL-2.0-only
/*
 * The processor state at the guest's first instruction: the kernel's
 * Documentation/arch/x86/boot.rst, "64-bit Boot Protocol"; and for processors
 * that it starts later ACPI 6.5, 5.2.12.19 Multiprocessor Wakeup Structure,
 * which asks for much the same.
 */
#include <asm/bootparam.h>
#include <asm/guest_mem.h>
#include <asm/layout.h>
#include <asm/personality.h>
#include <asm/processor.h>
#include <asm/vcpu.h>
#include <monitor/string.h>

/* 14.1.3 Processor initialization state */
#define DR6_RESET		0xffff0ff0
#define DR7_RESET		0x400
#define PAT_RESET		0x0007040600070406

#define GDT_SIZE		((BOOT_DS / sizeof(u64) + 1) * sizeof(u64))

static void write_gdt(const struct view *view)
{
	u64 *gdt = guest_ram(view, GUEST_GDT, GDT_SIZE);

	memset(gdt, 0, GDT_SIZE);
	gdt[BOOT_CS / sizeof(u64)] = GDT_CODE64;
	gdt[BOOT_DS / sizeof(u64)] = GDT_DATA;
}

/*
 * The identity mapping of the first 4 GiB. All of it, tables and pages, is in
 * the guest's own view, that is, private.
 */
static void write_page_tables(const struct view *view)
{
	u64 table_bits = view->address_bits | PTE_PRESENT | PTE_WRITE;
	u64 (*table)[PTRS_PER_TABLE] = guest_ram(view, GUEST_PAGE_TABLES,
						 GUEST_PAGE_TABLE_PAGES * SZ_4K);
	u64 *pml4 = table[0], *pdpt = table[1], *pages = table[2];
	u64 i;

	memset(table, 0, GUEST_PAGE_TABLE_PAGES * SZ_4K);
	pml4[0] = (GUEST_PAGE_TABLES + SZ_4K) | table_bits;
	for (i = 0; i < SZ_4G / SZ_1G; i++)
		pdpt[i] = (GUEST_PAGE_TABLES + (2 + i) * SZ_4K) | table_bits;
	for (i = 0; i < SZ_4G / SZ_2M; i++)
		pages[i] = i * SZ_2M | table_bits | PTE_LARGE;
}

/**
 * guest_entry_prepare() - write what all processors start with
 * @view: the guest's own view
 *
 * A GDT and page tables, in memory that the guest keeps for the firmware:
 * other processors are started when the guest has long been running.
 */
void guest_entry_prepare(const struct view *view)
{
	write_gdt(view);
	write_page_tables(view);
}

/**
 * guest_entry_init() - make a processor ready to run
 * @vcpu: the processor; its general-purpose registers are all zero
 * @entry: guest physical address of its first instruction, which is mapped
 *	at that virtual address
 *
 * To be called after guest_entry_prepare(). State that VMRUN
 * does not load (15.5.1: TR, LDTR, FS, GS, the SYSCALL registers) and the FPU
 * are as the firmware left them: the kernel sets them before it uses them.
 */
void guest_entry_init(struct vcpu *vcpu, u64 entry)
{
	struct vmcb_segment data = {
		.selector = BOOT_DS,
		.attributes = SEGMENT_DATA,
		.limit = SEGMENT_LIMIT_MAX,
	};
	struct vmcb_save *save = &vcpu->vmcb->save;

	save->cs = (struct vmcb_segment){
		.selector = BOOT_CS,
		.attributes = SEGMENT_CODE64,
		.limit = SEGMENT_LIMIT_MAX,
	};
	save->ds = data;
	save->es = data;
	save->ss = data;
	save->gdtr = (struct vmcb_segment){ .base = GUEST_GDT, .limit = GDT_SIZE - 1 };

	save->cr0 = CR0_PG | CR0_NE | CR0_ET | CR0_MP | CR0_PE;
	save->cr3 = GUEST_PAGE_TABLES | vcpu->p->own->address_bits;
	save->cr4 = CR4_PAE;
	/*
	 * VMRUN refuses a guest without SVME (15.5.1); CPUID hides SVM from it.
	 * The tables that Linux starts other processors with have NX in them, and
	 * NXE is not set before they are used.
	 */
	save->efer = EFER_LME | EFER_LMA | EFER_NXE | EFER_SVME;
	save->dr6 = DR6_RESET;
	save->dr7 = DR7_RESET;
	save->g_pat = PAT_RESET;
	save->rflags = RFLAGS_RESERVED;
	save->rip = entry;
}
