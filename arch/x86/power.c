// SPDX-License-Identifier: GPL-2.0-only
/* Power off, by the fixed hardware of ACPI: the monitor's, and how it notices the guest's. */
#include <asm/io.h>
#include <asm/layout.h>
#include <asm/power.h>
#include <asm/vcpu.h>
#include <monitor/arch.h>
#include <monitor/macros.h>
#include <monitor/touches.h>

/* Where SeaBIOS puts the register on QEMU's PCs: PM base 0x600, PM1a_CNT at 4. */
#define PM1A_CONTROL		0x604

/* ACPI 6.5, 4.8.3.2.1 PM1 Control Registers */
#define PM1_SLP_TYP_SHIFT	10
#define PM1_SLP_EN		BIT(13)

/* ACPI 6.5, 7.4.2: what _S5 says on QEMU's PCs */
#define SLP_TYP_S5		0

static u8 iopm[IOPM_SIZE] __aligned(SZ_4K);

/**
 * power_off() - power the machine off
 *
 * QEMU then exits with status 0, whatever the reason for powering off was.
 * Where the register is somewhere else, the processor is halted for good.
 */
void power_off(void)
{
	outw(SLP_TYP_S5 << PM1_SLP_TYP_SHIFT | PM1_SLP_EN, PM1A_CONTROL);
	for (;;)
		asm volatile("cli; hlt");
}

/**
 * power_intercept() - intercept accesses to the register
 * @vcpu: the processor, of a guest whose ports are not intercepted otherwise
 *
 * Without the option "touches", the function does nothing: there is nothing to report.
 */
void power_intercept(struct vcpu *vcpu)
{
	if (!count_touches)
		return;
	iopm[PM1A_CONTROL / 8] = BIT(PM1A_CONTROL % 8);
	vcpu->vmcb->control.intercept_3 |= INTERCEPT_IOIO;
	vcpu->vmcb->control.iopm_base_pa = virt_to_phys(iopm);
}

/**
 * power_write() - print the report of a guest that powers off
 * @port: the I/O port that the guest is about to write
 * @value: the value
 */
void power_write(u16 port, u32 value)
{
	if (port == PM1A_CONTROL && (value & PM1_SLP_EN))
		touches_report();
}

/**
 * power_exit() - access the register for the guest
 * @vcpu: the processor, after power_intercept()
 * @code: why the guest stopped
 *
 * Return: false if there was another reason.
 */
bool power_exit(struct vcpu *vcpu, u32 code)
{
	u64 info = vcpu->vmcb->control.exit_info_1, *rax = &vcpu->regs[REG_RAX];
	u16 port = EXIT_INFO_IO_PORT(info);
	unsigned int size = EXIT_INFO_IO_SIZE(info);
	u64 mask = BIT(size * 8) - 1;

	if (code != VMEXIT_IOIO)
		return false;
	if (info & (EXIT_INFO_IO_STRING | EXIT_INFO_IO_REP))
		guest_died(vcpu, "string I/O to the register that powers off");
	if (info & EXIT_INFO_IO_IN) {
		*rax = (*rax & ~mask) | port_read(port, size);
	} else {
		power_write(port, *rax);
		port_write(port, size, *rax);
	}
	vcpu_skip(vcpu, vcpu->vmcb->control.exit_info_2 - vcpu->vmcb->save.rip);
	return true;
}
