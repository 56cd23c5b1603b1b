// The features of 64-bit ARM that change what a compiler writes: X(name, the compiler's macro, the
// word and the bit in which Linux tells it, the variable below hw.optional in which macOS does). A
// bit's number, because older C libraries have no name for the newer ones. For crc32 macOS has two
// variables, and this is the one that older versions have too.
#pragma once

#define JULIA_FEATURES(X)                                                      \
  X(crc32, __ARM_FEATURE_CRC32, AT_HWCAP, 7, "armv8_crc32")                    \
  X(lse, __ARM_FEATURE_ATOMICS, AT_HWCAP, 8, "arm.FEAT_LSE")                   \
  X(rdm, __ARM_FEATURE_QRDMX, AT_HWCAP, 12, "arm.FEAT_RDM")                    \
  X(aes, __ARM_FEATURE_AES, AT_HWCAP, 3, "arm.FEAT_AES")                       \
  X(sha2, __ARM_FEATURE_SHA2, AT_HWCAP, 6, "arm.FEAT_SHA256")                  \
  X(sha3, __ARM_FEATURE_SHA3, AT_HWCAP, 17, "arm.FEAT_SHA3")                   \
  X(sm4, __ARM_FEATURE_SM4, AT_HWCAP, 19, "arm.FEAT_SM4")                      \
  X(fp16, __ARM_FEATURE_FP16_VECTOR_ARITHMETIC, AT_HWCAP, 10, "arm.FEAT_FP16") \
  X(fp16fml, __ARM_FEATURE_FP16_FML, AT_HWCAP, 23, "arm.FEAT_FHM")             \
  X(dotprod, __ARM_FEATURE_DOTPROD, AT_HWCAP, 20, "arm.FEAT_DotProd")          \
  X(fcma, __ARM_FEATURE_COMPLEX, AT_HWCAP, 14, "arm.FEAT_FCMA")                \
  X(jscvt, __ARM_FEATURE_JCVT, AT_HWCAP, 13, "arm.FEAT_JSCVT")                 \
  X(rcpc, __ARM_FEATURE_RCPC, AT_HWCAP, 15, "arm.FEAT_LRCPC")                  \
  X(frint, __ARM_FEATURE_FRINT, AT_HWCAP2, 8, "arm.FEAT_FRINTTS")              \
  X(i8mm, __ARM_FEATURE_MATMUL_INT8, AT_HWCAP2, 13, "arm.FEAT_I8MM")           \
  X(bf16, __ARM_FEATURE_BF16, AT_HWCAP2, 14, "arm.FEAT_BF16")                  \
  X(sve, __ARM_FEATURE_SVE, AT_HWCAP, 22, "arm.FEAT_SVE")                      \
  X(sve2, __ARM_FEATURE_SVE2, AT_HWCAP2, 1, "arm.FEAT_SVE2")

#define JULIA_WIDEST_BYTES 16
