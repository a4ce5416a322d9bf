/* SPDX-License-Identifier: GPL-2.0-only */
/* What older kernels do not have */
#ifndef _EDU_COMPAT_H
#define _EDU_COMPAT_H

#include <linux/mem_encrypt.h>

/* There, only SME and SEV encode DMA addresses by state, and private ones are the usual ones. */
#ifndef dma_addr_unencrypted
#define dma_addr_unencrypted(x)	(x)
#define dma_addr_canonical(x)	__sme_clr(x)
#endif

#endif /* _EDU_COMPAT_H */
