// SPDX-License-Identifier: GPL-2.0-only
/* One thread for each CPU of the guest. PSCI is KVM's business. */
#include <errno.h>
#include <linux/kvm.h>
#include <pthread.h>
#include <string.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <monitor/macros.h>

#include "console.h"
#include "layout.h"
#include "mmio.h"
#include "virtio_mmio.h"
#include "vm.h"

#define CORE_REG(name)	(KVM_REG_ARM64 | KVM_REG_SIZE_U64 | KVM_REG_ARM_CORE | \
			 KVM_REG_ARM_CORE_REG(name))

static struct {
	int fd;
	struct kvm_run *run;
	pthread_t thread;
} vcpus[MAX_CPUS];

static void set_reg(int fd, u64 id, u64 value)
{
	struct kvm_one_reg reg = {
		.id = id,
		.addr = (u64)&value,
	};

	if (ioctl(fd, KVM_SET_ONE_REG, &reg))
		die("KVM_SET_ONE_REG 0x%llx: %s", id, strerror(errno));
}

/**
 * vcpu_create() - have a CPU
 * @number: of the CPU, from 0 on; that is also its affinity 0
 * @entry: guest physical address where CPU 0 starts. Other CPUs are off until
 *	the guest turns them on.
 * @device_tree: guest physical address, for CPU 0: Linux,
 *	Documentation/arch/arm64/booting.rst, "Call the kernel image"
 */
void vcpu_create(unsigned int number, u64 entry, u64 device_tree)
{
	struct kvm_vcpu_init init = {
		.target = KVM_ARM_TARGET_GENERIC_V8,
		.features[0] = vm.vcpu_features,
	};
	int size = ioctl(vm.kvm, KVM_GET_VCPU_MMAP_SIZE, 0);
	int fd = ioctl(vm.fd, KVM_CREATE_VCPU, number);
	void *run;

	if (fd < 0)
		die("KVM_CREATE_VCPU: %s", strerror(errno));
	run = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (run == MAP_FAILED)
		die("cannot map the CPU's structure: %s", strerror(errno));
	if (number > 0)
		init.features[0] |= BIT(KVM_ARM_VCPU_POWER_OFF);
	if (ioctl(fd, KVM_ARM_VCPU_INIT, &init))
		die("KVM_ARM_VCPU_INIT: %s", strerror(errno));
	if (number == 0) {
		set_reg(fd, CORE_REG(regs.pc), entry);
		set_reg(fd, CORE_REG(regs.regs[0]), device_tree);
	}
	vcpus[number].fd = fd;
	vcpus[number].run = run;
}

static void handle_mmio(struct kvm_run *run)
{
	u64 value = 0;

	if (run->mmio.is_write) {
		memcpy(&value, run->mmio.data, run->mmio.len);
		mmio_write(run->mmio.phys_addr, run->mmio.len, value);
	} else {
		value = mmio_read(run->mmio.phys_addr, run->mmio.len);
		memcpy(run->mmio.data, &value, run->mmio.len);
	}
}

/* The guest has ended itself: what would be left of it is not of interest. */
static void __noreturn handle_end(const struct kvm_run *run)
{
	/* what a device is about to do is done first */
	devices_lock();
	virtio_report();
	switch (run->system_event.type) {
	case KVM_SYSTEM_EVENT_SHUTDOWN:
		console_say("the guest is off");
		_exit(EXIT_SUCCESS);
	case KVM_SYSTEM_EVENT_RESET:
		die("the guest resets");
	default:
		die("the guest ends by event %u", run->system_event.type);
	}
}

/* As far as the host has as many: what moves a vCPU need not be tested here. */
static void stay_on_cpu(unsigned int n)
{
	cpu_set_t cpus;

	CPU_ZERO(&cpus);
	CPU_SET(n % sysconf(_SC_NPROCESSORS_ONLN), &cpus);
	errno = pthread_setaffinity_np(pthread_self(), sizeof(cpus), &cpus);
	if (errno)
		die("CPU %u cannot stay where it is: %s", n, strerror(errno));
}

static void *run_vcpu(void *number)
{
	unsigned int n = (u64)number;
	struct kvm_run *run = vcpus[n].run;

	stay_on_cpu(n);
	for (;;) {
		if (ioctl(vcpus[n].fd, KVM_RUN, 0) < 0) {
			if (errno == EINTR || errno == EAGAIN)
				continue;
			/* EFAULT: the guest needs a page that cannot be given to it */
			die("CPU %u cannot run: %s", n, strerror(errno));
		}
		switch (run->exit_reason) {
		case KVM_EXIT_MMIO:
			handle_mmio(run);
			break;
		case KVM_EXIT_SYSTEM_EVENT:
			handle_end(run);
		default:
			die("CPU %u: exit %u", n, run->exit_reason);
		}
	}
	return NULL;
}

/**
 * vcpu_start() - let a CPU run, in a thread of its own
 * @number: which one
 */
void vcpu_start(unsigned int number)
{
	errno = pthread_create(&vcpus[number].thread, NULL, run_vcpu, (void *)(u64)number);
	if (errno)
		die("no thread for CPU %u: %s", number, strerror(errno));
}
