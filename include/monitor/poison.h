/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a device reads from guest memory that the guest never shared. Also
 * included by guest programs and guest kernel modules: nothing but constants
 * belongs here.
 */
#ifndef MONITOR_POISON_H
#define MONITOR_POISON_H

/* Every aligned eight bytes of the shared view of the guest's RAM at start. */
#define SHARED_VIEW_POISON	0xdeadbeefdeadbeefULL

/* The same of a page that has just become private or shared: its content is lost. */
#define CONVERTED_PAGE		0x5c4ab1ed5c4ab1edULL

#endif /* MONITOR_POISON_H */
