// SPDX-License-Identifier: GPL-2.0-only
/*
 * kexec -e COMMAND-LINE: start the kernel /Image with /initrd.gz in the place of the
 * one that runs. kexec -p COMMAND-LINE: load it, so that it starts when the one that
 * runs panics. For the guest; busybox has nothing like it.
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
	int kernel, initrd, on_panic;

	if (argc != 3 || (strcmp(argv[1], "-e") && strcmp(argv[1], "-p"))) {
		fputs("usage: kexec -e|-p COMMAND-LINE\n", stderr);
		return 2;
	}
	on_panic = !strcmp(argv[1], "-p");
	kernel = open("/Image", O_RDONLY);
	initrd = open("/initrd.gz", O_RDONLY);
	if (kernel < 0 || initrd < 0) {
		perror("kexec: open");
		return 1;
	}
	if (syscall(SYS_kexec_file_load, kernel, initrd, strlen(argv[2]) + 1, argv[2],
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
