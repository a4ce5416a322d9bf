/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which device of the guest is accepted, if the guest's description asks for one:
 * agreed between the monitor, which gives it private memory, and the guest.
 */
#ifndef MONITOR_ACCEPTED_H
#define MONITOR_ACCEPTED_H

#define ACCEPTED_PCI_SLOT	0x10	/* on bus 0, function 0 */

#endif /* MONITOR_ACCEPTED_H */
