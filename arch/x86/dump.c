// SPDX-License-Identifier: GPL-2.0-only
/* The guest's last words. */
#include <stdarg.h>
#include <asm/guest_mem.h>
#include <asm/vcpu.h>
#include <monitor/arch.h>
#include <monitor/printk.h>

#define CODE_BYTES	16

static void dump_code(const struct vcpu *vcpu)
{
	char text[CODE_BYTES * 3 + 1] = "";
	u8 code[CODE_BYTES];
	size_t n, i;

	n = guest_fetch(vcpu, code, sizeof(code));
	for (i = 0; i < n; i++)
		snprintf(text + i * 3, sizeof(text) - i * 3, " %02x", code[i]);
	pr_info("  code at rip:%s", n ? text : " cannot be read");
}

static void dump_registers(const struct vcpu *vcpu)
{
	const struct vmcb_control *control = &vcpu->vmcb->control;
	const struct vmcb_save *save = &vcpu->vmcb->save;
	const u64 *r = vcpu->regs;

	pr_info("  exit 0x%llx info1 0x%llx info2 0x%llx int_info 0x%llx", control->exit_code,
		control->exit_info_1, control->exit_info_2, control->exit_int_info);
	pr_info("  rip %04x:%016llx rflags %08llx", save->cs.selector, save->rip, save->rflags);
	pr_info("  cr0 %08llx cr2 %016llx cr3 %016llx cr4 %08llx efer %04llx", save->cr0, save->cr2,
		save->cr3, save->cr4, save->efer);
	pr_info("  rax %016llx rbx %016llx rcx %016llx rdx %016llx",
		r[REG_RAX], r[REG_RBX], r[REG_RCX], r[REG_RDX]);
	pr_info("  rsi %016llx rdi %016llx rbp %016llx rsp %016llx",
		r[REG_RSI], r[REG_RDI], r[REG_RBP], r[REG_RSP]);
	pr_info("  r8  %016llx r9  %016llx r10 %016llx r11 %016llx",
		r[REG_R8], r[REG_R9], r[REG_R10], r[REG_R11]);
	pr_info("  r12 %016llx r13 %016llx r14 %016llx r15 %016llx",
		r[REG_R12], r[REG_R13], r[REG_R14], r[REG_R15]);
}

/**
 * guest_died() - report that the guest cannot go on, and power off
 * @vcpu: the processor that it happened on
 * @fmt: format of the message that says what happened, see vsnprintf()
 * @...: arguments for @fmt
 *
 * The error message comes first, then the guest's registers and code. For an
 * exit in the middle of a string instruction or of an exception's delivery,
 * the registers are what the processor makes them then.
 */
void guest_died(struct vcpu *vcpu, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vpr_err(fmt, args);
	va_end(args);
	dump_registers(vcpu);
	dump_code(vcpu);
	power_off();
}
