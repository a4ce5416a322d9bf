// SPDX-License-Identifier: GPL-2.0-only
/* What the multiboot loader hands over: Multiboot Specification 0.6.96, 3.3. */
#include <asm/boot_info.h>
#include <asm/layout.h>
#include <asm/multiboot.h>
#include <monitor/printk.h>
#include <monitor/string.h>

/* Modules, in the order of QEMU's -initrd. */
#define MODULE_KERNEL	0
#define MODULE_INITRD	1
#define MODULES_MAX	2

static void copy_memory_map(const struct multiboot_info *info, struct host_e820 *e820)
{
	u64 pos = info->mmap_addr, end = pos + info->mmap_length;
	const struct multiboot_mmap *from;

	if (!(info->flags & MULTIBOOT_INFO_MEMORY_MAP))
		panic("the boot loader gave no memory map");
	while (pos < end) {
		from = phys_to_virt(pos);
		if (e820->nr == HOST_E820_MAX)
			panic("the memory map has more than %d entries", HOST_E820_MAX);
		e820->entries[e820->nr++] = (struct e820_entry){
			.base = from->base,
			.size = from->length,
			.type = from->type,
		};
		pos += from->size + sizeof(from->size);
	}
}

/* The part behind the program's or file's name, which has no space. */
static void copy_arguments(char *dest, size_t size, u32 string, const char *what)
{
	const char *s = phys_to_virt(string);

	while (*s && *s != ' ')
		s++;
	if (*s == ' ')
		s++;
	if (!strscpy(dest, s, size))
		panic("%s is longer than %zu characters", what, size - 1);
}

static void take_module(const struct multiboot_module *module, const struct host_e820 *e820,
			struct boot_module *file)
{
	if (module->start < virt_to_phys(__monitor_end) || module->end < module->start ||
	    !e820_is_ram(e820, module->start, module->end))
		panic("module at 0x%x-0x%x is not in RAM: give QEMU more memory (-m)",
		      module->start, module->end);
	file->data = phys_to_virt(module->start);
	file->size = module->end - module->start;
}

/**
 * multiboot_parse() - take over what the multiboot loader left in memory
 * @magic: EAX as the loader set it
 * @info_phys: EBX as the loader set it: physical address of its information
 * @boot: result, all zero before
 *
 * Does not look into the modules. Does not return if something is missing or
 * does not fit. Multiboot Specification 0.6.96, sections 3.2 and 3.3.
 */
void multiboot_parse(u32 magic, u32 info_phys, struct boot_info *boot)
{
	const struct multiboot_info *info = phys_to_virt(info_phys);
	const struct multiboot_module *modules = phys_to_virt(info->mods_addr);

	if (magic != MULTIBOOT_BOOTLOADER_MAGIC)
		panic("not started by a multiboot loader");
	copy_memory_map(info, &boot->e820);

	if (!(info->flags & MULTIBOOT_INFO_MODULES) || !info->mods_count)
		panic("no kernel: give QEMU -initrd \"bzImage PERSONALITY,INITRD\"");
	if (info->mods_count > MODULES_MAX)
		panic("%u modules, expected a kernel and an initrd", info->mods_count);
	take_module(&modules[MODULE_KERNEL], &boot->e820, &boot->kernel);
	if (info->mods_count > MODULE_INITRD)
		take_module(&modules[MODULE_INITRD], &boot->e820, &boot->initrd);

	copy_arguments(boot->options, sizeof(boot->options), modules[MODULE_KERNEL].string,
		       "the kernel's module string");
	if (info->flags & MULTIBOOT_INFO_CMDLINE)
		copy_arguments(boot->cmdline, sizeof(boot->cmdline), info->cmdline,
			       "the guest's command line");
}
