// SPDX-License-Identifier: GPL-2.0-only
/*
 * The guest's half of page state changes: PVALIDATE and RMPADJUST. AMD64
 * Architecture Programmer's Manual, volume 3, and volume 2, 15.36.6 Page
 * Validation and 15.36.7 Virtual Machine Privilege Levels.
 */
#include <asm/guest_mem.h>
#include <asm/layout.h>
#include <asm/page_state.h>
#include <asm/personality.h>
#include <asm/processor.h>
#include <asm/snp.h>
#include <asm/spoil.h>
#include <asm/vcpu.h>
#include <monitor/printk.h>
#include <monitor/string.h>

#define INSTRUCTION_LENGTH	4

static const u8 pvalidate_code[INSTRUCTION_LENGTH] = { 0xf2, 0x0f, 0x01, 0xff };
static const u8 rmpadjust_code[INSTRUCTION_LENGTH] = { 0xf3, 0x0f, 0x01, 0xfe };

/* RDX of RMPADJUST: the level whose permissions change */
#define TARGET_VMPL(rdx)	((rdx) & 0xff)

static void complain(const struct vcpu *vcpu, const char *instruction, u64 va, const char *what)
{
	pr_violation("%s of 0x%llx, rip 0x%llx: %s (15.36.6)", instruction, va,
		     vcpu->vmcb->save.rip, what);
}

/* Find the page that RAX and RCX name: false if there is none such. */
static bool operand(const struct vcpu *vcpu, const char *instruction, u64 *gpa, u64 *pages)
{
	u64 va = vcpu->regs[REG_RAX], size = vcpu->regs[REG_RCX] & 1 ? SZ_2M : SZ_4K;
	const struct view *view = vcpu->p->own;

	*pages = size / SZ_4K;
	if ((u32)vcpu->regs[REG_RCX] > 1)
		complain(vcpu, instruction, va, "ecx is no page size");
	if (!guest_translate(vcpu, va, gpa)) {
		complain(vcpu, instruction, va, "not mapped");
		return false;
	}
	if (view_of(vcpu->p, *gpa) != view)
		complain(vcpu, instruction, va, "mapped without the C-bit");
	*gpa = ALIGN_DOWN(*gpa & ~view->address_bits, SZ_4K);
	if (!IS_ALIGNED(*gpa, size)) {
		complain(vcpu, instruction, va, "not aligned to the page size");
		return false;
	}
	if (!page_is_ram(*gpa) || !page_is_ram(*gpa + size - SZ_4K)) {
		complain(vcpu, instruction, va, "no RAM of the guest");
		return false;
	}
	return true;
}

/* A large page of the hypervisor's is one whose parts are all the same. */
static bool same_state(u64 gpa, u64 pages)
{
	u64 i;

	for (i = 1; i < pages; i++) {
		if (page_state(gpa + i * SZ_4K) != page_state(gpa))
			return false;
	}
	return true;
}

/* Returns EAX; RFLAGS.CF says that nothing changed. */
static u32 pvalidate(struct vcpu *vcpu, bool *unchanged)
{
	bool validate = vcpu->regs[REG_RDX] & 1;
	enum page_state wanted = validate ? PAGE_PRIVATE : PAGE_PENDING;
	u64 gpa, pages, va = vcpu->regs[REG_RAX], i;

	*unchanged = false;
	if (!operand(vcpu, "PVALIDATE", &gpa, &pages))
		return RMP_FAIL_INPUT;
	if (!same_state(gpa, pages))
		return RMP_FAIL_SIZEMISMATCH;
	if (page_state(gpa) == PAGE_SHARED) {
		complain(vcpu, "PVALIDATE", va, "the page is shared");
		return RMP_SUCCESS;
	}
	if (page_state(gpa) == wanted) {
		complain(vcpu, "PVALIDATE", va,
			 validate ? "validated already" : "not validated before");
		*unchanged = true;
		return RMP_SUCCESS;
	}
	if (spoil_now(validate ? SPOIL_SNP_VALIDATE_LOST : SPOIL_SNP_RESCIND_LOST))
		return RMP_SUCCESS;
	for (i = 0; i < pages; i++)
		page_state_set(vcpu, gpa + i * SZ_4K, wanted);
	return RMP_SUCCESS;
}

/* The guest runs at level 0 and there is no other: permissions are not kept. */
static u32 rmpadjust(const struct vcpu *vcpu)
{
	u64 gpa, pages;

	if (!operand(vcpu, "RMPADJUST", &gpa, &pages))
		return RMP_FAIL_INPUT;
	if (TARGET_VMPL(vcpu->regs[REG_RDX]) == 0)
		return RMP_FAIL_PERMISSION;
	if (page_state(gpa) != PAGE_PRIVATE)
		complain(vcpu, "RMPADJUST", vcpu->regs[REG_RAX], "the page is not private");
	return RMP_SUCCESS;
}

/**
 * rmp_instruction() - emulate PVALIDATE or RMPADJUST
 * @vcpu: the processor, which has found an instruction undefined
 *
 * Privilege is not checked: Linux runs nothing else with these instructions.
 *
 * Return: false if it is another instruction.
 */
bool rmp_instruction(struct vcpu *vcpu)
{
	u64 *rflags = &vcpu->vmcb->save.rflags;
	u8 code[INSTRUCTION_LENGTH] = { 0 };
	bool unchanged;

	guest_fetch(vcpu, code, sizeof(code));
	if (memcmp(code, pvalidate_code, sizeof(code)) == 0) {
		vcpu->regs[REG_RAX] = pvalidate(vcpu, &unchanged);
		*rflags = unchanged ? *rflags | RFLAGS_CF : *rflags & ~RFLAGS_CF;
	} else if (memcmp(code, rmpadjust_code, sizeof(code)) == 0) {
		vcpu->regs[REG_RAX] = rmpadjust(vcpu);
	} else {
		return false;
	}
	vcpu_skip(vcpu, INSTRUCTION_LENGTH);
	return true;
}
