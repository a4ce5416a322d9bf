/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which device of the guest is trusted, if the guest's description asks for one:
 * agreed between the monitor, which gives it private memory, and the guest.
 */
#ifndef MONITOR_TRUSTED_H
#define MONITOR_TRUSTED_H

#define TRUSTED_PCI_SLOT	0x10	/* on bus 0, function 0 */

#endif /* MONITOR_TRUSTED_H */
