// SPDX-License-Identifier: GPL-2.0-only
/*
 * The address that an instruction accesses: AMD64 Architecture Programmer's
 * Manual, volume 3 (24594), 1.2 and 1.4, in 64-bit mode.
 */
#include <asm/guest_mem.h>
#include <asm/insn.h>
#include <asm/tdx.h>
#include <asm/vcpu.h>

#define MAX_LENGTH		15
#define PREFIX_OPERAND_SIZE	0x66
#define PREFIX_REP		0xf3
#define PREFIX_REPNE		0xf2
#define PREFIX_LOCK		0xf0

#define MOD_NO_DISPLACEMENT	0
#define MOD_DISPLACEMENT_8	1
#define MOD_REGISTER		3
#define RM_SIB			4
#define RM_RIP			5
#define SIB_NO_INDEX		4
#define SIB_NO_BASE		5

/* Immediate operands, which an address relative to RIP is behind */
static unsigned int immediate_size(u8 opcode, bool operand_16)
{
	switch (opcode) {
	case 0x80:
	case 0x83:
	case 0xc6:
		return 1;
	case 0x81:
	case 0xc7:
		return operand_16 ? 2 : 4;
	}
	return 0;
}

static s32 displacement(const u8 *p, unsigned int size)
{
	if (size == 1)
		return (s8)*p;
	return (s32)(p[0] | p[1] << 8 | p[2] << 16 | (u32)p[3] << 24);
}

/**
 * insn_address() - find out what the current instruction accesses
 * @vcpu: the processor, in 64-bit mode
 * @address: where to leave the linear address
 *
 * For instructions with a ModRM byte that are not prefixed with a segment or an
 * address size, which is what compilers make of readl() and the like. Whether the
 * result is right is for the caller to check.
 *
 * Return: false if the instruction has no memory operand or cannot be read.
 */
bool insn_address(const struct vcpu *vcpu, u64 *address)
{
	u8 code[MAX_LENGTH] = { 0 }, *p = code, *end, opcode, modrm, mod, sib, rex = 0;
	unsigned int size, base, index;
	bool operand_16 = false, escaped;

	if (!guest_fetch(vcpu, code, sizeof(code)))
		return false;
	for (; p < code + 4; p++) {
		if (*p == PREFIX_OPERAND_SIZE)
			operand_16 = true;
		else if (*p != PREFIX_REP && *p != PREFIX_REPNE && *p != PREFIX_LOCK)
			break;
	}
	if ((*p & REX_MASK) == REX)
		rex = *p++;
	escaped = *p == OPCODE_ESCAPE;
	if (escaped)
		p++;
	opcode = *p++;
	modrm = *p++;
	mod = MODRM_MOD(modrm);
	if (mod == MOD_REGISTER)
		return false;

	size = mod == MOD_NO_DISPLACEMENT ? 0 : mod == MOD_DISPLACEMENT_8 ? 1 : 4;
	*address = 0;
	if (MODRM_RM(modrm) == RM_SIB) {
		sib = *p++;
		base = MODRM_RM(sib);
		index = MODRM_REG(sib) | (rex & REX_X ? NR_REGS / 2 : 0);
		if (index != SIB_NO_INDEX)
			*address += vcpu->regs[index] << MODRM_MOD(sib);
		if (base == SIB_NO_BASE && mod == MOD_NO_DISPLACEMENT)
			size = 4;
		else
			*address += vcpu->regs[base | (rex & REX_B ? NR_REGS / 2 : 0)];
	} else if (MODRM_RM(modrm) == RM_RIP && mod == MOD_NO_DISPLACEMENT) {
		size = 4;
		end = p + size + (escaped ? 0 : immediate_size(opcode, operand_16));
		*address += vcpu->vmcb->save.rip + (end - code);
	} else {
		*address += vcpu->regs[MODRM_RM(modrm) | (rex & REX_B ? NR_REGS / 2 : 0)];
	}
	if (size)
		*address += displacement(p, size);
	return true;
}
