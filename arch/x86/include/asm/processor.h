/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Processor state of the AMD64 architecture. Section numbers are those of the
 * AMD64 Architecture Programmer's Manual, volume 2 (24593). Also for assembly.
 */
#ifndef ASM_PROCESSOR_H
#define ASM_PROCESSOR_H

#include <monitor/macros.h>

/* 3.1.1 CR0 register */
#define CR0_PE		BIT(0)		/* protected mode */
#define CR0_MP		BIT(1)
#define CR0_ET		BIT(4)
#define CR0_NE		BIT(5)
#define CR0_NW		BIT(29)		/* not write-through */
#define CR0_CD		BIT(30)		/* cache disable */
#define CR0_PG		BIT(31)		/* paging */

/* 3.1.3 CR4 register */
#define CR4_PAE		BIT(5)
#define CR4_OSXSAVE	BIT(18)
#define CR4_PKE		BIT(22)

/* 5.5.1 Process context identifier: the MOV to CR3 shall not flush */
#define CR3_NOFLUSH	BIT(63)

/* 3.1.6 RFLAGS register */
#define RFLAGS_CF	BIT(0)
#define RFLAGS_RESERVED	BIT(1)		/* always 1 */
#define RFLAGS_TF	BIT(8)
#define RFLAGS_IF	BIT(9)
#define RFLAGS_NT	BIT(14)
#define RFLAGS_RF	BIT(16)

/* 3.1.7 Extended feature enable register */
#define EFER_LME	BIT(8)
#define EFER_LMA	BIT(10)
#define EFER_NXE	BIT(11)
#define EFER_SVME	BIT(12)

/* 5.4 Page-translation-table entry fields */
#define PTE_PRESENT	BIT(0)
#define PTE_WRITE	BIT(1)
#define PTE_USER	BIT(2)
#define PTE_ACCESSED	BIT(5)
#define PTE_DIRTY	BIT(6)
#define PTE_LARGE	BIT(7)		/* 5.4.1, PS: at the 2 MiB and the 1 GiB level */
#define PTE_NX		BIT(63)
#define PTE_ADDR_MASK	0x000ffffffffff000

/* 5.3 Long-mode page translation: 512 entries at each of the four levels */
#define PTRS_PER_TABLE	512
#define PTE_INDEX_BITS	9
#define PTE_TOP_LEVEL	4

/* 8.2 Vectors: 0 to 31 are exceptions; these push an error code */
#define NR_EXCEPTIONS	32
#define VECTOR_UD	6
#define VECTOR_VC	29
#define ERROR_CODE_VECTORS	(BIT(8) | BIT(10) | BIT(11) | BIT(12) | BIT(13) | BIT(14) | \
				 BIT(17) | BIT(21) | BIT(29) | BIT(30))

/* 4.8.4 Gate descriptors: present, DPL 0, 64-bit interrupt gate */
#define GATE_INTERRUPT	0x8e00

/*
 * 4.8 Long-mode segment descriptors: present, DPL 0, accessed; the base and
 * limit fields are those of a flat 4 GiB segment (4.7).
 */
#define GDT_CODE64	0x00af9b000000ffff
#define GDT_DATA	0x00cf93000000ffff
#define GDT_CODE32	0x00cf9b000000ffff

/* Segment selectors of the monitor, in start.S */
#define MONITOR_CS	0x08
#define MONITOR_DS	0x10
#define MONITOR_CS32	0x18

#ifndef __ASSEMBLER__
#include <monitor/types.h>

static inline u64 read_cr0(void)
{
	u64 value;

	asm volatile("movq %%cr0, %0" : "=r" (value));
	return value;
}

static inline u64 read_cr3(void)
{
	u64 value;

	asm volatile("movq %%cr3, %0" : "=r" (value));
	return value;
}

static inline u64 read_cr4(void)
{
	u64 value;

	asm volatile("movq %%cr4, %0" : "=r" (value));
	return value;
}

static inline u64 rdtsc(void)
{
	u32 low, high;

	asm volatile("rdtsc" : "=a" (low), "=d" (high));
	return (u64)high << 32 | low;
}
#endif

#endif /* ASM_PROCESSOR_H */
