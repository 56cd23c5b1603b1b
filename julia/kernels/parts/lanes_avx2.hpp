// AVX2: four doubles. What xsimd 8.1 cannot do with them, in intrinsics.
#pragma once

#include <immintrin.h>

#include <xsimd/xsimd.hpp>

#include "publish.hpp"

namespace juliaset::inline JULIA_ISA {

using Arch = xsimd::avx2;

// 16 of them, until AVX-512 gives the narrow vectors 32, too.
constexpr bool has_32_registers = may_use(Feature::avx512f);

// The compiler would have to select: so a lane that has stopped steps on; it never comes back.
constexpr bool holds_stopped_lanes = false;

template <class Mask>
JULIA_INLINE unsigned bits(const Mask& mask) {
  return static_cast<unsigned>(_mm256_movemask_pd(mask));
}

template <class Doubles, class Mask>
JULIA_INLINE void add_one(Doubles& tally, const Mask& live) {
  const __m256i counted = _mm256_castpd_si256(tally);
  tally = _mm256_castsi256_pd(_mm256_sub_epi64(counted, _mm256_castpd_si256(live)));
}

template <class Doubles>
JULIA_INLINE void pack(double* to, const Doubles& values, unsigned kept) {
  // Pairs of 32-bit lanes: where each of the four doubles comes from, for each of 16 masks.
  alignas(32) static constexpr std::int32_t from[16][8] = {
      {0, 1, 2, 3, 4, 5, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7}, {2, 3, 0, 1, 4, 5, 6, 7},
      {0, 1, 2, 3, 4, 5, 6, 7}, {4, 5, 0, 1, 2, 3, 6, 7}, {0, 1, 4, 5, 2, 3, 6, 7},
      {2, 3, 4, 5, 0, 1, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7}, {6, 7, 0, 1, 2, 3, 4, 5},
      {0, 1, 6, 7, 2, 3, 4, 5}, {2, 3, 6, 7, 0, 1, 4, 5}, {0, 1, 2, 3, 6, 7, 4, 5},
      {4, 5, 6, 7, 0, 1, 2, 3}, {0, 1, 4, 5, 6, 7, 2, 3}, {2, 3, 4, 5, 6, 7, 0, 1},
      {0, 1, 2, 3, 4, 5, 6, 7}};
  const __m256i order = _mm256_load_si256(reinterpret_cast<const __m256i*>(from[kept]));
  const __m256 moved = _mm256_permutevar8x32_ps(_mm256_castpd_ps(values), order);
  _mm256_storeu_pd(to, _mm256_castps_pd(moved));
}

// a * b - c in one rounding; a kernel that calls it is compiled with -mfma.
template <class Doubles>
JULIA_INLINE Doubles fused_multiply_subtract(const Doubles& a, const Doubles& b, const Doubles& c) {
  return _mm256_fmsub_pd(a, b, c);
}

}  // namespace juliaset::inline JULIA_ISA
