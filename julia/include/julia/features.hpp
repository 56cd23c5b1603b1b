// Instruction sets that a CPU may lack, under the names by which GCC asks for them.
#pragma once

#include <cstdint>

// GCC and clang ask for these by __builtin_cpu_supports().
#define JULIA_FEATURES_OF_COMPILERS(X)  \
  X(sse3, "sse3")                       \
  X(ssse3, "ssse3")                     \
  X(sse4_1, "sse4.1")                   \
  X(sse4_2, "sse4.2")                   \
  X(sse4a, "sse4a")                     \
  X(popcnt, "popcnt")                   \
  X(aes, "aes")                         \
  X(pclmul, "pclmul")                   \
  X(avx, "avx")                         \
  X(avx2, "avx2")                       \
  X(bmi, "bmi")                         \
  X(bmi2, "bmi2")                       \
  X(fma, "fma")                         \
  X(gfni, "gfni")                       \
  X(vpclmulqdq, "vpclmulqdq")           \
  X(avx512f, "avx512f")                 \
  X(avx512vl, "avx512vl")               \
  X(avx512dq, "avx512dq")               \
  X(avx512cd, "avx512cd")               \
  X(avx512bw, "avx512bw")               \
  X(avx512ifma, "avx512ifma")           \
  X(avx512vbmi, "avx512vbmi")           \
  X(avx512vbmi2, "avx512vbmi2")         \
  X(avx512vnni, "avx512vnni")           \
  X(avx512bitalg, "avx512bitalg")       \
  X(avx512vpopcntdq, "avx512vpopcntdq") \
  X(avx512bf16, "avx512bf16")           \
  X(avx512vp2intersect, "avx512vp2intersect")

// Clang learned these names in its version 19: CPUID is asked itself (src/cpu.cpp).
#define JULIA_FEATURES_OF_CPUID(X) \
  X(movbe, "movbe")                \
  X(lzcnt, "lzcnt")                \
  X(f16c, "f16c")                  \
  X(adx, "adx")                    \
  X(sha, "sha")                    \
  X(vaes, "vaes")                  \
  X(avxvnni, "avxvnni")            \
  X(avx512fp16, "avx512fp16")

#define JULIA_FEATURES(X) JULIA_FEATURES_OF_COMPILERS(X) JULIA_FEATURES_OF_CPUID(X)

namespace julia {

#define X(feature, name) feature,
enum class Feature : std::uint8_t { JULIA_FEATURES(X) };
#undef X

constexpr std::uint64_t bit(Feature feature) {
  return std::uint64_t{1} << static_cast<unsigned>(feature);
}

}  // namespace julia
