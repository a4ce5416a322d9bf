// SPDX-License-Identifier: GPL-2.0-only
/*
 * Puts kernel, initrd and boot parameters into the guest's memory, as the
 * kernel's Documentation/arch/x86/boot.rst asks for.
 */
#include <asm/boot_info.h>
#include <asm/bootparam.h>
#include <asm/bzimage.h>
#include <asm/guest_mem.h>
#include <asm/layout.h>
#include <monitor/printk.h>
#include <monitor/string.h>

static u64 header_end(const struct setup_header *hdr)
{
	return SETUP_HEADER_SIZE_BASE + hdr->jump_size;
}

/* Bytes in front of the protected-mode kernel. */
static u64 setup_size(const struct setup_header *hdr)
{
	unsigned int sects = hdr->setup_sects ? hdr->setup_sects : SETUP_SECTS_DEFAULT;

	return (sects + 1) * SETUP_SECTOR_SIZE;
}

static const struct setup_header *check_image(const struct boot_module *kernel)
{
	const struct setup_header *hdr = (const void *)(kernel->data + SETUP_HEADER_OFFSET);

	if (kernel->size < sizeof(struct boot_params) || hdr->header != SETUP_HEADER_MAGIC)
		panic("the first module is no bzImage");
	if (hdr->version < SETUP_VERSION_2_12)
		panic("the kernel's boot protocol %u.%02u is too old", hdr->version >> 8,
		      hdr->version & 0xff);
	if (!(hdr->xloadflags & XLF_KERNEL_64))
		panic("the kernel has no 64-bit entry");
	if (header_end(hdr) > SETUP_HEADER_END_MAX || setup_size(hdr) >= kernel->size)
		panic("the kernel's setup header is broken");
	return hdr;
}

/* Returns the end of the memory that the kernel needs before it knows of other. */
static u64 load_kernel(const struct boot_module *kernel, const struct setup_header *hdr,
		       const struct view *view)
{
	u64 size = kernel->size - setup_size(hdr);
	u64 need = hdr->init_size > size ? hdr->init_size : size;

	if (hdr->pref_address < SZ_1M || !guest_ram(view, hdr->pref_address, need))
		panic("the kernel does not fit: it needs %llu KiB at 0x%llx", need / 1024,
		      hdr->pref_address);
	memcpy(guest_ram(view, hdr->pref_address, size), kernel->data + setup_size(hdr), size);
	return hdr->pref_address + need;
}

/* As high as it may be, so that it is not in the way of anything. */
static void load_initrd(const struct boot_module *initrd, u64 kernel_end,
			const struct view *view, struct boot_params *params)
{
	u64 limit = GUEST_FIRMWARE_BASE, base;

	if (!initrd->size)
		return;
	if (limit > (u64)params->hdr.initrd_addr_max + 1)
		limit = (u64)params->hdr.initrd_addr_max + 1;
	if (initrd->size > limit || ALIGN_DOWN(limit - initrd->size, SZ_4K) < kernel_end)
		panic("the initrd does not fit: %llu KiB, and the kernel ends at 0x%llx",
		      initrd->size / 1024, kernel_end);
	base = ALIGN_DOWN(limit - initrd->size, SZ_4K);
	memcpy(guest_ram(view, base, initrd->size), initrd->data, initrd->size);
	params->hdr.ramdisk_image = base;
	params->hdr.ramdisk_size = initrd->size;
}

static void set_cmdline(const char *cmdline, const struct view *view, struct boot_params *params)
{
	size_t len = strlen(cmdline);

	if (len > params->hdr.cmdline_size)
		panic("the kernel takes a command line of %u characters at most",
		      params->hdr.cmdline_size);
	memcpy(guest_ram(view, GUEST_CMDLINE, len + 1), cmdline, len + 1);
	params->hdr.cmd_line_ptr = GUEST_CMDLINE;
}

/**
 * bzimage_load() - load the guest's kernel
 * @boot: the files and the command line
 * @view: the guest's view to load into
 *
 * Puts the kernel at its preferred address, the initrd at the end of what the
 * guest may use, and struct boot_params at GUEST_BOOT_PARAMS. Does not return if
 * the kernel is none that can be started at its 64-bit entry, or if something
 * does not fit. That the files are intact is not checked.
 *
 * Return: guest physical address of the kernel's 64-bit entry (boot.rst,
 * "64-bit Boot Protocol").
 */
u64 bzimage_load(const struct boot_info *boot, const struct view *view)
{
	const struct setup_header *hdr = check_image(&boot->kernel);
	struct boot_params *params = guest_ram(view, GUEST_BOOT_PARAMS, sizeof(*params));
	u64 kernel_end;

	memset(params, 0, sizeof(*params));
	memcpy(&params->hdr, hdr, header_end(hdr) - SETUP_HEADER_OFFSET);
	params->hdr.type_of_loader = SETUP_LOADER_UNDEFINED;
	params->hdr.loadflags |= LOADFLAGS_LOADED_HIGH;

	kernel_end = load_kernel(&boot->kernel, hdr, view);
	load_initrd(&boot->initrd, kernel_end, view, params);
	set_cmdline(boot->cmdline, view, params);
	e820_for_guest(&boot->e820, params);
	return hdr->pref_address + KERNEL_ENTRY_64;
}
