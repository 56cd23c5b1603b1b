// A vector of doubles, and the three things that the sieve does with its lanes and Debian's
// xsimd 8.1 cannot: mask to bits, count where a mask is set, pack what a mask selects.
#pragma once

#include "batch.hpp"

#ifndef JULIA_ISA_emulated
#include <immintrin.h>
#endif

namespace julia {

using Doubles = Batch<double>;
using Mask = Doubles::batch_bool_type;
constexpr std::int32_t width = lanes<double>;

// 0, 1, 2 and so on.
JULIA_INLINE Doubles from_zero() {
  alignas(64) static constexpr double numbers[8] = {0, 1, 2, 3, 4, 5, 6, 7};
  return Doubles::load_aligned(numbers);
}

JULIA_INLINE unsigned bits(const Mask& mask) {
#ifdef JULIA_ISA_avx512
  return static_cast<__mmask8>(mask);
#elif defined JULIA_ISA_avx2
  return static_cast<unsigned>(_mm256_movemask_pd(mask));
#elif defined JULIA_ISA_sse2
  return static_cast<unsigned>(_mm_movemask_pd(mask));
#else
  unsigned all = 0;
  for (std::int32_t k = 0; k < width; ++k) all |= static_cast<unsigned>(mask.get(k)) << k;
  return all;
#endif
}

// A tally of steps, for each lane. A double of 2^52 and more counts in its last bit: so a mask,
// which is -1 as an integer, is subtracted from it in one operation. AVX-512 adds under its mask.
JULIA_INLINE Doubles tally(std::int32_t steps) {
  const Doubles begun(0x1p52 + steps);
  return begun;
}

JULIA_INLINE Doubles steps_of(const Doubles& tally) { return tally - Doubles(0x1p52); }

JULIA_INLINE void add_one(Doubles& tally, const Mask& live) {
#ifdef JULIA_ISA_avx512
  tally = _mm512_mask_add_pd(tally, static_cast<__mmask8>(live), tally, _mm512_set1_pd(1.0));
#elif defined JULIA_ISA_avx2
  const __m256i number = _mm256_castpd_si256(tally);
  tally = _mm256_castsi256_pd(_mm256_sub_epi64(number, _mm256_castpd_si256(live)));
#elif defined JULIA_ISA_sse2
  const __m128i number = _mm_castpd_si128(tally);
  tally = _mm_castsi128_pd(_mm_sub_epi64(number, _mm_castpd_si128(live)));
#else
  tally += xsimd::select(live, Doubles(1.0), Doubles(0.0));
#endif
}

// Writes the lanes of `values` whose bit is set to `to`, close together. What stands behind them is
// overwritten, up to a whole vector.
JULIA_INLINE void pack(double* to, const Doubles& values, unsigned kept) {
#ifdef JULIA_ISA_avx512
  _mm512_storeu_pd(to, _mm512_maskz_compress_pd(static_cast<__mmask8>(kept), values));
#elif defined JULIA_ISA_avx2
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
#elif defined JULIA_ISA_sse2
  // Only if the first lane stays behind and the second goes does anything move.
  alignas(16) static constexpr std::int64_t moves[4][2] = {{0, 0}, {0, 0}, {-1, -1}, {0, 0}};
  const __m128d move = _mm_load_pd(reinterpret_cast<const double*>(moves[kept]));
  const __m128d moved = _mm_unpackhi_pd(values, values);
  _mm_storeu_pd(to, _mm_or_pd(_mm_and_pd(move, moved), _mm_andnot_pd(move, values)));
#else
  double all[width];
  values.store_unaligned(all);
  std::int32_t next = 0;
  for (std::int32_t k = 0; k < width; ++k) {
    to[next] = all[k];
    next += static_cast<std::int32_t>((kept >> k) & 1);
  }
#endif
}

JULIA_INLINE std::int32_t number_of(unsigned lanes_set) {
  if constexpr (width == 2) return static_cast<std::int32_t>((lanes_set & 1) + (lanes_set >> 1));
  return __builtin_popcount(lanes_set);  // a call, without SSE4.2
}

}  // namespace julia
