/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Realm Services Interface: Realm Management Monitor specification (DEN 0137),
 * version 1.0, B5.3 "RSI commands" and B5.4 "RSI types".
 */
#ifndef ASM_RSI_H
#define ASM_RSI_H

#include <monitor/types.h>

#define RSI_VERSION			0xc4000190	/* B5.3.10 */
#define RSI_FEATURES			0xc4000191	/* B5.3.3 */
#define RSI_MEASUREMENT_READ		0xc4000192	/* B5.3.8 */
#define RSI_MEASUREMENT_EXTEND		0xc4000193	/* B5.3.7 */
#define RSI_ATTESTATION_TOKEN_INIT	0xc4000194	/* B5.3.2 */
#define RSI_ATTESTATION_TOKEN_CONTINUE	0xc4000195	/* B5.3.1 */
#define RSI_REALM_CONFIG		0xc4000196	/* B5.3.9 */
#define RSI_IPA_STATE_SET		0xc4000197	/* B5.3.6 */
#define RSI_IPA_STATE_GET		0xc4000198	/* B5.3.5 */
#define RSI_HOST_CALL			0xc4000199	/* B5.3.4 */

/* RsiInterfaceVersion: major in the upper half */
#define RSI_VERSION_1_0			0x10000

/* RsiCommandReturnCode */
#define RSI_SUCCESS			0
#define RSI_ERROR_INPUT			1

/* RsiRipas */
#define RSI_EMPTY			0
#define RSI_RAM				1

/* RsiResponse */
#define RSI_ACCEPT			0
#define RSI_REJECT			1

/**
 * struct rsi_realm_config - RsiRealmConfig, one granule
 * @ipa_width: bits of an IPA, the one for what is shared among them
 * @hash_algorithm: RsiHashAlgorithm: 0 is SHA-256
 * @reserved: zero
 * @rpv: Realm Personalization Value
 * @reserved2: zero
 */
struct rsi_realm_config {
	u64 ipa_width;
	u64 hash_algorithm;
	u8 reserved[0x1f0];
	u8 rpv[64];
	u8 reserved2[0xdc0];
};

#endif /* ASM_RSI_H */
