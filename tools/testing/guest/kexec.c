// SPDX-License-Identifier: GPL-2.0-only
/*
 * kexec [-p] KERNEL INITRD COMMAND-LINE: start a kernel in the place of the one that
 * runs, or with -p let it start when the one that runs panics. For the guest; busybox
 * has nothing like it.
 */
#include <fcntl.h>
#include <linux/kexec.h>
#include <linux/reboot.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int on_panic = argc > 1 && !strcmp(argv[1], "-p");
	char **arg = argv + 1 + on_panic;
	int kernel, initrd;

	if (argc != 4 + on_panic) {
		fputs("usage: kexec [-p] KERNEL INITRD COMMAND-LINE\n", stderr);
		return 2;
	}
	kernel = open(arg[0], O_RDONLY);
	initrd = open(arg[1], O_RDONLY);
	if (kernel < 0 || initrd < 0) {
		perror("kexec: open");
		return 1;
	}
	if (syscall(SYS_kexec_file_load, kernel, initrd, strlen(arg[2]) + 1, arg[2],
		    on_panic ? KEXEC_FILE_ON_CRASH : 0UL)) {
		perror("kexec_file_load");
		return 1;
	}
	if (on_panic)
		return 0;
	syscall(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_KEXEC, NULL);
	perror("kexec: reboot");
	return 1;
}
