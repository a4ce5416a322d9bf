// SPDX-License-Identifier: GPL-2.0-only
#include <linux/dma-direct.h>
#include <linux/iommu.h>

#include "translation.h"

bool is_translated(struct device *dev)
{
	struct iommu_domain *domain = iommu_get_domain_for_dev(dev);

	return domain && iommu_is_dma_domain(domain);
}

phys_addr_t phys_at(struct device *dev, dma_addr_t addr)
{
	if (is_translated(dev))
		return iommu_iova_to_phys(iommu_get_domain_for_dev(dev), addr);
	return dma_to_phys(dev, addr);
}
