// SPDX-License-Identifier: GPL-2.0-only
/* Intercepted writes of CR3. */
#include <asm/guest_mem.h>
#include <asm/insn.h>
#include <asm/personality.h>
#include <asm/vcpu.h>

/*
 * MOV CR3, reg64: AMD64 Architecture Programmer's Manual, volume 3 (24594),
 * "MOV CRn": [REX] 0f 22 /3. The other operand is ModRM.rm extended by REX.B
 * (1.2.7); ModRM.mod is ignored.
 */
#define OPCODE_MOV_TO_CR	0x22
#define MOV_TO_CR_MAX_LENGTH	4
#define MOV_TO_CR_LENGTH	3	/* without REX */

/**
 * cr3_write_exit() - emulate MOV to CR3
 * @vcpu: the processor
 *
 * TCG has no decode assists for it (15.8.1), so the instruction is read from
 * the guest's memory. What is done with the value is the personality's.
 */
void cr3_write_exit(struct vcpu *vcpu)
{
	u8 code[MOV_TO_CR_MAX_LENGTH] = { 0 }, *op = code;
	unsigned int length = MOV_TO_CR_LENGTH, reg = 0;

	guest_fetch(vcpu, code, sizeof(code));
	if ((*op & REX_MASK) == REX) {
		reg = *op & REX_B ? NR_REGS / 2 : 0;
		length++;
		op++;
	}
	if (op[0] != OPCODE_ESCAPE || op[1] != OPCODE_MOV_TO_CR || MODRM_REG(op[2]) != 3)
		guest_died(vcpu, "cannot decode a write of CR3");
	reg += MODRM_RM(op[2]);

	vcpu->p->write_cr3(vcpu, vcpu->regs[reg]);
	vcpu_skip(vcpu, length);
}
