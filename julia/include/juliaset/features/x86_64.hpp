// The features of x86-64 that change what a compiler writes: X(name, the compiler's macro, where
// CPUID tells it (leaf, subleaf, register, bit), the registers that the OS must save).
#pragma once

#define JULIA_FEATURES(X)                                     \
  X(sse3, __SSE3__, 1, 0, ecx, 0, xmm)                        \
  X(ssse3, __SSSE3__, 1, 0, ecx, 9, xmm)                      \
  X(sse4_1, __SSE4_1__, 1, 0, ecx, 19, xmm)                   \
  X(sse4_2, __SSE4_2__, 1, 0, ecx, 20, xmm)                   \
  X(sse4a, __SSE4A__, 0x80000001, 0, ecx, 6, xmm)             \
  X(popcnt, __POPCNT__, 1, 0, ecx, 23, xmm)                   \
  X(aes, __AES__, 1, 0, ecx, 25, xmm)                         \
  X(pclmul, __PCLMUL__, 1, 0, ecx, 1, xmm)                    \
  X(movbe, __MOVBE__, 1, 0, ecx, 22, xmm)                     \
  X(lzcnt, __LZCNT__, 0x80000001, 0, ecx, 5, xmm)             \
  X(adx, __ADX__, 7, 0, ebx, 19, xmm)                         \
  X(sha, __SHA__, 7, 0, ebx, 29, xmm)                         \
  X(bmi, __BMI__, 7, 0, ebx, 3, xmm)                          \
  X(bmi2, __BMI2__, 7, 0, ebx, 8, xmm)                        \
  X(gfni, __GFNI__, 7, 0, ecx, 8, xmm)                        \
  X(avx, __AVX__, 1, 0, ecx, 28, ymm)                         \
  X(f16c, __F16C__, 1, 0, ecx, 29, ymm)                       \
  X(avx2, __AVX2__, 7, 0, ebx, 5, ymm)                        \
  X(fma, __FMA__, 1, 0, ecx, 12, ymm)                         \
  X(vaes, __VAES__, 7, 0, ecx, 9, ymm)                        \
  X(vpclmulqdq, __VPCLMULQDQ__, 7, 0, ecx, 10, ymm)           \
  X(avxvnni, __AVXVNNI__, 7, 1, eax, 4, ymm)                  \
  X(avx512f, __AVX512F__, 7, 0, ebx, 16, zmm)                 \
  X(avx512vl, __AVX512VL__, 7, 0, ebx, 31, zmm)               \
  X(avx512dq, __AVX512DQ__, 7, 0, ebx, 17, zmm)               \
  X(avx512cd, __AVX512CD__, 7, 0, ebx, 28, zmm)               \
  X(avx512bw, __AVX512BW__, 7, 0, ebx, 30, zmm)               \
  X(avx512ifma, __AVX512IFMA__, 7, 0, ebx, 21, zmm)           \
  X(avx512vbmi, __AVX512VBMI__, 7, 0, ecx, 1, zmm)            \
  X(avx512vbmi2, __AVX512VBMI2__, 7, 0, ecx, 6, zmm)          \
  X(avx512vnni, __AVX512VNNI__, 7, 0, ecx, 11, zmm)           \
  X(avx512bitalg, __AVX512BITALG__, 7, 0, ecx, 12, zmm)       \
  X(avx512vpopcntdq, __AVX512VPOPCNTDQ__, 7, 0, ecx, 14, zmm) \
  X(avx512bf16, __AVX512BF16__, 7, 1, eax, 5, zmm)            \
  X(avx512fp16, __AVX512FP16__, 7, 0, edx, 23, zmm)           \
  X(avx512vp2intersect, __AVX512VP2INTERSECT__, 7, 0, edx, 8, zmm)

#define JULIA_WIDEST_BYTES (may_use(Feature::avx512f) ? 64 : may_use(Feature::avx) ? 32 : 16)
