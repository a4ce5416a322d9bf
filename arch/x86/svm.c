// SPDX-License-Identifier: GPL-2.0-only
/* Secure Virtual Machine: AMD64 Architecture Programmer's Manual, volume 2, 15. */
#include <asm/cpuid.h>
#include <asm/layout.h>
#include <asm/msr.h>
#include <asm/personality.h>
#include <asm/processor.h>
#include <asm/svm.h>
#include <monitor/printk.h>

static u8 host_save_areas[MAX_CPUS][SZ_4K] __aligned(SZ_4K);

/* Nested page tables translate only addresses that the processor can have. */
static void check_address_bits(const struct view *view)
{
	u32 bits = cpuid(CPUID_ADDRESS_SIZES, 0).eax & CPUID_EAX_PHYS_BITS;

	if (view->address_bits >> bits)
		panic("the %s view needs more than %u physical address bits (-cpu ...,phys-bits=48)",
		      view->name, bits);
}

/**
 * svm_enable() - enable virtualization on this processor
 * @p: the guest's personality
 * @index: which processor this is
 *
 * Does not return if the processor has no SVM (15.4), no nested paging
 * (15.25.3) or fewer physical address bits than the personality's views need.
 * Does not ask whether the firmware has locked SVM (VM_CR.SVMDIS).
 */
void svm_enable(const struct personality *p, unsigned int index)
{
	if (!(cpuid(CPUID_EXT_FEATURES, 0).ecx & CPUID_ECX_SVM))
		panic("the processor has no SVM (-cpu ...,+svm)");
	if (!(cpuid(CPUID_SVM, 0).edx & CPUID_EDX_NP))
		panic("the processor has no nested paging (-cpu ...,+npt)");
	check_address_bits(p->own);
	check_address_bits(p->shared);
	if (p->encrypted)
		check_address_bits(p->encrypted);

	wrmsr(MSR_EFER, rdmsr(MSR_EFER) | EFER_SVME);
	wrmsr(MSR_VM_HSAVE_PA, virt_to_phys(host_save_areas[index]));
}
