// Instruction sets: what the compiler was allowed to use in an object, to be held against the CPU.
#pragma once

#include <cstdint>

namespace julia {

// One bit each, in the order of the table in src/cpu.cpp.
enum class Feature : std::uint8_t {
  sse3,
  ssse3,
  sse4_1,
  sse4_2,
  popcnt,
  avx,
  avx2,
  bmi,
  bmi2,
  fma,
  avx512f,
  avx512vl,
  avx512dq,
  avx512cd,
  avx512bw,
  avx512ifma,
  avx512vbmi,
  avx512vbmi2,
  avx512vnni,
  avx512bitalg,
  avx512vpopcntdq,
};

constexpr std::uint64_t bit(Feature feature) {
  return std::uint64_t{1} << static_cast<unsigned>(feature);
}

// Read from the compiler's own macros, so that it cannot disagree with the flags.
static constexpr std::uint64_t needs_here = 0
#ifdef __SSE3__
                                            | bit(Feature::sse3)
#endif
#ifdef __SSSE3__
                                            | bit(Feature::ssse3)
#endif
#ifdef __SSE4_1__
                                            | bit(Feature::sse4_1)
#endif
#ifdef __SSE4_2__
                                            | bit(Feature::sse4_2)
#endif
#ifdef __POPCNT__
                                            | bit(Feature::popcnt)
#endif
#ifdef __AVX__
                                            | bit(Feature::avx)
#endif
#ifdef __AVX2__
                                            | bit(Feature::avx2)
#endif
#ifdef __BMI__
                                            | bit(Feature::bmi)
#endif
#ifdef __BMI2__
                                            | bit(Feature::bmi2)
#endif
#ifdef __FMA__
                                            | bit(Feature::fma)
#endif
#ifdef __AVX512F__
                                            | bit(Feature::avx512f)
#endif
#ifdef __AVX512VL__
                                            | bit(Feature::avx512vl)
#endif
#ifdef __AVX512DQ__
                                            | bit(Feature::avx512dq)
#endif
#ifdef __AVX512CD__
                                            | bit(Feature::avx512cd)
#endif
#ifdef __AVX512BW__
                                            | bit(Feature::avx512bw)
#endif
#ifdef __AVX512IFMA__
                                            | bit(Feature::avx512ifma)
#endif
#ifdef __AVX512VBMI__
                                            | bit(Feature::avx512vbmi)
#endif
#ifdef __AVX512VBMI2__
                                            | bit(Feature::avx512vbmi2)
#endif
#ifdef __AVX512VNNI__
                                            | bit(Feature::avx512vnni)
#endif
#ifdef __AVX512BITALG__
                                            | bit(Feature::avx512bitalg)
#endif
#ifdef __AVX512VPOPCNTDQ__
                                            | bit(Feature::avx512vpopcntdq)
#endif
    ;

}  // namespace julia
