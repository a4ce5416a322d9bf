// SPDX-License-Identifier: GPL-2.0-only
/* Linux, Documentation/virt/kvm/api.rst */
#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <string.h>
#include <sys/ioctl.h>

#include <monitor/macros.h>

#include "console.h"
#include "guest_ram.h"
#include "layout.h"
#include "vm.h"

struct vm vm;

/**
 * vm_create() - have a virtual machine with the guest's RAM
 * @protected: the host is to have no access to that, but for what the guest shares
 */
void vm_create(bool protected)
{
	struct kvm_userspace_memory_region region = {
		.guest_phys_addr = RAM_BASE,
		.memory_size = guest_ram_size(),
		.userspace_addr = (u64)guest_ram_host_address(),
	};

	vm.kvm = open("/dev/kvm", O_RDWR);
	if (vm.kvm < 0)
		die("/dev/kvm: %s", strerror(errno));
	vm.fd = ioctl(vm.kvm, KVM_CREATE_VM, protected ? KVM_VM_TYPE_ARM_PROTECTED : 0UL);
	if (vm.fd < 0)
		die("KVM_CREATE_VM, %s: %s", protected ? "protected" : "not protected",
		    strerror(errno));
	if (ioctl(vm.fd, KVM_SET_USER_MEMORY_REGION, &region))
		die("KVM_SET_USER_MEMORY_REGION: %s", strerror(errno));

	vm.vcpu_features = BIT(KVM_ARM_VCPU_PSCI_0_2);
	/* A protected guest sees the CPU's pointer authentication, so it must have it. */
	if (ioctl(vm.kvm, KVM_CHECK_EXTENSION, KVM_CAP_ARM_PTRAUTH_ADDRESS) > 0 &&
	    ioctl(vm.kvm, KVM_CHECK_EXTENSION, KVM_CAP_ARM_PTRAUTH_GENERIC) > 0)
		vm.vcpu_features |= BIT(KVM_ARM_VCPU_PTRAUTH_ADDRESS) |
				    BIT(KVM_ARM_VCPU_PTRAUTH_GENERIC);
	console_say("%sprotected guest, %llu MiB", protected ? "" : "not a ",
		    guest_ram_size() / SZ_1M);
}

/**
 * vm_set_irq() - set the level of an interrupt line
 * @spi: which shared peripheral interrupt
 * @level: true if the interrupt is due
 */
void vm_set_irq(unsigned int spi, bool level)
{
	struct kvm_irq_level irq = {
		.irq = KVM_ARM_IRQ_TYPE_SPI << KVM_ARM_IRQ_TYPE_SHIFT | (NR_PRIVATE_IRQS + spi),
		.level = level,
	};

	if (ioctl(vm.fd, KVM_IRQ_LINE, &irq))
		die("KVM_IRQ_LINE: %s", strerror(errno));
}
