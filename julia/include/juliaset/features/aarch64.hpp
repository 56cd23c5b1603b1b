// The features of 64-bit ARM that change what a compiler writes: X(name, the compiler's macro, the
// word and the flag in which Linux tells it, the name by which macOS does).
#pragma once

#define JULIA_FEATURES(X)                                                             \
  X(crc32, __ARM_FEATURE_CRC32, AT_HWCAP, HWCAP_CRC32, "FEAT_CRC32")                  \
  X(lse, __ARM_FEATURE_ATOMICS, AT_HWCAP, HWCAP_ATOMICS, "FEAT_LSE")                  \
  X(rdm, __ARM_FEATURE_QRDMX, AT_HWCAP, HWCAP_ASIMDRDM, "FEAT_RDM")                   \
  X(aes, __ARM_FEATURE_AES, AT_HWCAP, HWCAP_AES, "FEAT_AES")                          \
  X(sha2, __ARM_FEATURE_SHA2, AT_HWCAP, HWCAP_SHA2, "FEAT_SHA256")                    \
  X(sha3, __ARM_FEATURE_SHA3, AT_HWCAP, HWCAP_SHA3, "FEAT_SHA3")                      \
  X(sm4, __ARM_FEATURE_SM4, AT_HWCAP, HWCAP_SM4, "FEAT_SM4")                          \
  X(fp16, __ARM_FEATURE_FP16_VECTOR_ARITHMETIC, AT_HWCAP, HWCAP_ASIMDHP, "FEAT_FP16") \
  X(fp16fml, __ARM_FEATURE_FP16_FML, AT_HWCAP, HWCAP_ASIMDFHM, "FEAT_FHM")            \
  X(dotprod, __ARM_FEATURE_DOTPROD, AT_HWCAP, HWCAP_ASIMDDP, "FEAT_DotProd")          \
  X(fcma, __ARM_FEATURE_COMPLEX, AT_HWCAP, HWCAP_FCMA, "FEAT_FCMA")                   \
  X(jscvt, __ARM_FEATURE_JCVT, AT_HWCAP, HWCAP_JSCVT, "FEAT_JSCVT")                   \
  X(rcpc, __ARM_FEATURE_RCPC, AT_HWCAP, HWCAP_LRCPC, "FEAT_LRCPC")                    \
  X(frint, __ARM_FEATURE_FRINT, AT_HWCAP2, HWCAP2_FRINT, "FEAT_FRINTTS")              \
  X(i8mm, __ARM_FEATURE_MATMUL_INT8, AT_HWCAP2, HWCAP2_I8MM, "FEAT_I8MM")             \
  X(bf16, __ARM_FEATURE_BF16, AT_HWCAP2, HWCAP2_BF16, "FEAT_BF16")                    \
  X(sve, __ARM_FEATURE_SVE, AT_HWCAP, HWCAP_SVE, "FEAT_SVE")                          \
  X(sve2, __ARM_FEATURE_SVE2, AT_HWCAP2, HWCAP2_SVE2, "FEAT_SVE2")
