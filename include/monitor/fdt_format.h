/* SPDX-License-Identifier: GPL-2.0-only */
/* Devicetree Specification 0.4, chapter 5 "Flattened Devicetree (DTB) Format" */
#ifndef MONITOR_FDT_FORMAT_H
#define MONITOR_FDT_FORMAT_H

#include <monitor/byteorder.h>

#define FDT_MAGIC		0xd00dfeed
#define FDT_VERSION		17
#define FDT_COMPATIBLE_VERSION	16

/* 5.4.1 Lexical structure */
#define FDT_BEGIN_NODE		1
#define FDT_END_NODE		2
#define FDT_PROP		3
#define FDT_NOP			4
#define FDT_END			9

/* 5.2 Header */
struct fdt_header {
	be32 magic;
	be32 totalsize;
	be32 off_dt_struct;
	be32 off_dt_strings;
	be32 off_mem_rsvmap;
	be32 version;
	be32 last_comp_version;
	be32 boot_cpuid_phys;
	be32 size_dt_strings;
	be32 size_dt_struct;
};

#endif /* MONITOR_FDT_FORMAT_H */
