// SPDX-License-Identifier: GPL-2.0-only
/* TDG.VP.VMCALL: what the guest asks the hypervisor for. GHCI, 3. */
#include <asm/cpuid.h>
#include <asm/io.h>
#include <asm/layout.h>
#include <asm/msr.h>
#include <asm/page_state.h>
#include <asm/power.h>
#include <asm/spoil.h>
#include <asm/tdx.h>
#include <asm/vcpu.h>
#include <monitor/printk.h>
#include <monitor/string.h>

/* RCX: the registers that the hypervisor sees. RAX, RCX and RSP it never does. */
#define EXPOSED_NEVER		(BIT(REG_RAX) | BIT(REG_RCX) | BIT(REG_RSP))

/* R13 of I/O and MMIO: 0 reads, 1 writes */
#define DIRECTION_WRITE		1

/* Ports have 16 bits. */
#define LAST_PORT		0xffff

/* What a request is spoiled to */
#define FUNCTION_UNKNOWN	0x1234

/* The text of a fatal error */
#define FATAL_TEXT_SIZE		64

static u64 invalid(const struct vcpu *vcpu, const char *what, u64 value, const char *section)
{
	pr_violation("TDVMCALL 0x%llx, rip 0x%llx: %s, 0x%llx (GHCI, %s)", vcpu->regs[REG_R11],
		     vcpu->vmcb->save.rip, what, value, section);
	return TDVMCALL_INVALID_OPERAND;
}

static u64 cpuid_call(struct vcpu *vcpu)
{
	struct cpuid_regs r = vcpu_cpuid(vcpu, vcpu->regs[REG_R12], vcpu->regs[REG_R13]);

	vcpu->regs[REG_R12] = r.eax;
	vcpu->regs[REG_R13] = r.ebx;
	vcpu->regs[REG_R14] = r.ecx;
	vcpu->regs[REG_R15] = r.edx;
	return TDVMCALL_SUCCESS;
}

static u64 port_call(struct vcpu *vcpu)
{
	u64 size = vcpu->regs[REG_R12], direction = vcpu->regs[REG_R13];
	u64 port = vcpu->regs[REG_R14], value = vcpu->regs[REG_R15];

	if (size != 1 && size != 2 && size != 4)
		return invalid(vcpu, "no size of an access to a port", size, "3.9");
	if (direction > DIRECTION_WRITE)
		return invalid(vcpu, "no direction", direction, "3.9");
	if (port > LAST_PORT)
		return invalid(vcpu, "no port", port, "3.9");
	if (direction == DIRECTION_WRITE) {
		power_write(port, value);
		port_write(port, size, value);
	} else {
		vcpu->regs[REG_R11] = port_read(port, size);
	}
	return TDVMCALL_SUCCESS;
}

/* What the monitor reaches of devices: those below 4 GiB. */
static u64 mmio_call(struct vcpu *vcpu)
{
	u64 size = vcpu->regs[REG_R12], direction = vcpu->regs[REG_R13];
	u64 address = vcpu->regs[REG_R14], value = vcpu->regs[REG_R15];
	u64 gpa = address & ~TDX_SHARED_BIT;

	if (spoil_now(SPOIL_TDX_MMIO_PRIVATE))
		address = gpa;
	if (size != 1 && size != 2 && size != 4 && size != 8)
		return invalid(vcpu, "no size of an access to a device", size, "3.7");
	if (direction > DIRECTION_WRITE)
		return invalid(vcpu, "no direction", direction, "3.7");
	if (!(address & TDX_SHARED_BIT))
		invalid(vcpu, "the address has no shared bit", address, "3.7");
	if (gpa < virt_to_phys(__monitor_end) || !IS_ALIGNED(gpa, size))
		return invalid(vcpu, "no address of a device", address, "3.7");
	if (gpa + size > SZ_4G)
		guest_died(vcpu, "the monitor does not reach the device at 0x%llx", gpa);
	if (direction == DIRECTION_WRITE)
		mmio_write(gpa, size, value);
	else
		vcpu->regs[REG_R11] = mmio_read(gpa, size);
	return TDVMCALL_SUCCESS;
}

static u64 msr_call(struct vcpu *vcpu, bool write)
{
	u64 msr = vcpu->regs[REG_R12];

	if (msr != (u32)msr || !ve_for_msr(msr))
		return invalid(vcpu, "no MSR of the hypervisor's", msr, write ? "3.11" : "3.10");
	if (write)
		wrmsr(msr, vcpu->regs[REG_R13]);
	else
		vcpu->regs[REG_R11] = rdmsr(msr);
	return TDVMCALL_SUCCESS;
}

static u64 hlt_call(struct vcpu *vcpu)
{
	if (vcpu->regs[REG_R12] > 1)
		return invalid(vcpu, "interrupts are neither blocked nor not",
			       vcpu->regs[REG_R12], "3.8");
	vcpu_wait(vcpu);
	return TDVMCALL_SUCCESS;
}

static void __noreturn fatal_error(struct vcpu *vcpu)
{
	const u64 *r = vcpu->regs;
	union {
		u64 regs[FATAL_TEXT_SIZE / sizeof(u64)];
		char bytes[FATAL_TEXT_SIZE];
	} text = { .regs = {
		r[REG_R14], r[REG_R15], r[REG_RBX], r[REG_RDI],
		r[REG_RSI], r[REG_R8], r[REG_R9], r[REG_RDX],
	} };

	text.bytes[FATAL_TEXT_SIZE - 1] = '\0';
	guest_died(vcpu, "the guest ends itself: error 0x%llx, %s (GHCI, 3.4)", r[REG_R12],
		   text.bytes);
}

/* Registers that a request is made of, beyond R10 and R11 */
static u64 arguments(u64 function)
{
	switch (function) {
	case TDVMCALL_HLT:
	case TDVMCALL_RDMSR:
		return BIT(REG_R12);
	case TDVMCALL_CPUID:
	case TDVMCALL_WRMSR:
	case TDVMCALL_MAP_GPA:
		return BIT(REG_R12) | BIT(REG_R13);
	case TDVMCALL_IO:
	case TDVMCALL_MMIO:
		return BIT(REG_R12) | BIT(REG_R13) | BIT(REG_R14) | BIT(REG_R15);
	default:
		return 0;
	}
}

/* A hypervisor sees no others, but this one looks all the same. */
static void check_exposed(const struct vcpu *vcpu, u64 exposed)
{
	u64 hidden = arguments(vcpu->regs[REG_R11]) & ~exposed;

	if (vcpu->regs[REG_R11] == TDVMCALL_HLT && spoil_now(SPOIL_TDX_HIDDEN))
		hidden |= BIT(REG_R12);
	if (hidden)
		invalid(vcpu, "rcx does not expose registers of the request", hidden, "2.4.1");
}

static u64 call(struct vcpu *vcpu)
{
	u64 function = vcpu->regs[REG_R11];

	if (function == TDVMCALL_HLT && spoil_now(SPOIL_TDX_FUNCTION)) {
		vcpu->regs[REG_R11] = FUNCTION_UNKNOWN;
		function = FUNCTION_UNKNOWN;
	}
	switch (function) {
	case TDVMCALL_CPUID:
		return cpuid_call(vcpu);
	case TDVMCALL_HLT:
		return hlt_call(vcpu);
	case TDVMCALL_IO:
		return port_call(vcpu);
	case TDVMCALL_RDMSR:
		return msr_call(vcpu, false);
	case TDVMCALL_WRMSR:
		return msr_call(vcpu, true);
	case TDVMCALL_MMIO:
		return mmio_call(vcpu);
	case TDVMCALL_GET_INFO:
		vcpu->regs[REG_R11] = 0;
		vcpu->regs[REG_R12] = 0;
		vcpu->regs[REG_R13] = 0;
		vcpu->regs[REG_R14] = 0;
		return TDVMCALL_SUCCESS;
	case TDVMCALL_MAP_GPA:
		return tdx_map_gpa(vcpu);
	case TDVMCALL_FATAL_ERROR:
		fatal_error(vcpu);
	}
	invalid(vcpu, "no such sub-function", function, "3");
	return TDVMCALL_UNSUPPORTED;
}

/**
 * tdvmcall() - TDG.VP.VMCALL
 * @vcpu: the processor
 *
 * A request that breaks the specification is reported and refused. Calls that
 * hypervisors define themselves (R10 is not 0) are refused as KVM does.
 */
void tdvmcall(struct vcpu *vcpu)
{
	u64 exposed = vcpu->regs[REG_RCX];

	vcpu->regs[REG_RAX] = TDX_SUCCESS;
	if ((exposed & EXPOSED_NEVER) || exposed >> NR_REGS) {
		invalid(vcpu, "rcx names registers that are never exposed", exposed, "2.4.1");
		vcpu->regs[REG_RAX] = TDX_OPERAND_INVALID;
		return;
	}
	if (vcpu->regs[REG_R10]) {
		vcpu->regs[REG_R10] = -KVM_ENOSYS;
		return;
	}
	check_exposed(vcpu, exposed);
	vcpu->regs[REG_R10] = call(vcpu);
}
