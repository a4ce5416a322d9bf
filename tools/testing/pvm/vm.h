/* SPDX-License-Identifier: GPL-2.0-only */
/* The virtual machine, its interrupt controller and its CPUs, as KVM has them. */
#ifndef PVM_VM_H
#define PVM_VM_H

#include <monitor/types.h>

/**
 * struct vm - what KVM has given
 * @kvm: file descriptor of /dev/kvm
 * @fd: of the virtual machine
 * @vcpu_features: bits KVM_ARM_VCPU_* that all CPUs have
 */
struct vm {
	int kvm;
	int fd;
	u32 vcpu_features;
};

extern struct vm vm;

void vm_create(bool protected);
void vm_set_irq(unsigned int spi, bool level);
void vgic_create(void);
void vgic_init(void);
void vcpu_create(unsigned int number, u64 entry, u64 device_tree);
void vcpu_start(unsigned int number);

#endif /* PVM_VM_H */
