// AVX2: four doubles. What xsimd 8.1 cannot do with them, in intrinsics.
#pragma once

#include <immintrin.h>

#include <xsimd/xsimd.hpp>

#include "publish.hpp"

namespace juliaset::inline JULIA_ISA {

using Arch = xsimd::avx2;

// 16 of them, until AVX-512 gives the narrow vectors 32, too.
constexpr bool has_32_registers = may_use(Feature::avx512f);

JULIA_INLINE unsigned bits(const xsimd::batch_bool<double, Arch>& mask) {
  return static_cast<unsigned>(_mm256_movemask_pd(mask));
}

JULIA_INLINE unsigned bits(const xsimd::batch_bool<std::int32_t, Arch>& mask) {
  return static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(mask)));
}

// Within each half of the register, two lanes of `a` before two of `b`.
template <class Doubles>
JULIA_INLINE xsimd::batch<float, Arch> upper_halves(const Doubles& a, const Doubles& b) {
  return _mm256_shuffle_ps(_mm256_castpd_ps(a), _mm256_castpd_ps(b), _MM_SHUFFLE(3, 1, 3, 1));
}

template <class Counts>
JULIA_INLINE Counts in_order(const Counts& counts) {
  return _mm256_permute4x64_epi64(counts, _MM_SHUFFLE(3, 1, 2, 0));
}

template <class Counts, class Live>
JULIA_INLINE void add_one(Counts& counts, const Live& live) {
  counts = _mm256_sub_epi32(counts, _mm256_castps_si256(live));
}

// All bits set are a NaN, and where the first operand is one the instruction takes the second.
template <class Norms, class Live>
JULIA_INLINE Norms least_that_stopped(const Norms& least, const Norms& norms, const Live& live) {
  return _mm256_min_ps(_mm256_or_ps(norms, live), least);
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

template <class Doubles>
JULIA_INLINE void compute_here(Doubles& values) {
  __m256d all = values;
  __asm__("" : "+x"(all));
  values = all;
}

template <class Doubles>
JULIA_INLINE Doubles join_halves(const Doubles& high, const Doubles& low) {
  return _mm256_castps_pd(_mm256_blend_ps(_mm256_castpd_ps(high), _mm256_castpd_ps(low), 0x55));
}

// a * b - c in one rounding; a kernel that calls it is compiled with -mfma.
template <class Doubles>
JULIA_INLINE Doubles fused_multiply_subtract(const Doubles& a, const Doubles& b, const Doubles& c) {
  return _mm256_fmsub_pd(a, b, c);
}

}  // namespace juliaset::inline JULIA_ISA
