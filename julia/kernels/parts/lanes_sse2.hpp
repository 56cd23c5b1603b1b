// SSE2: two doubles. What xsimd 8.1 cannot do with them, in intrinsics.
#pragma once

#include <immintrin.h>

#include <xsimd/xsimd.hpp>

#include "publish.hpp"

namespace juliaset::inline JULIA_ISA {

using Arch = xsimd::sse2;

// 16 of them, until AVX-512 gives the narrow vectors 32, too.
constexpr bool has_32_registers = may_use(Feature::avx512f);

JULIA_INLINE unsigned bits(const xsimd::batch_bool<double, Arch>& mask) {
  return static_cast<unsigned>(_mm_movemask_pd(mask));
}

JULIA_INLINE unsigned bits(const xsimd::batch_bool<std::int32_t, Arch>& mask) {
  return static_cast<unsigned>(_mm_movemask_ps(_mm_castsi128_ps(mask)));
}

template <class Doubles>
JULIA_INLINE xsimd::batch<float, Arch> upper_halves(const Doubles& a, const Doubles& b) {
  return _mm_shuffle_ps(_mm_castpd_ps(a), _mm_castpd_ps(b), _MM_SHUFFLE(3, 1, 3, 1));
}

template <class Counts>
JULIA_INLINE Counts in_order(const Counts& counts) {
  return counts;
}

template <class Counts, class Live>
JULIA_INLINE void add_one(Counts& counts, const Live& live) {
  counts = _mm_sub_epi32(counts, _mm_castps_si128(live));
}

// All bits set are a NaN, and where the first operand is one the instruction takes the second.
template <class Norms, class Live>
JULIA_INLINE Norms least_that_stopped(const Norms& least, const Norms& norms, const Live& live) {
  return _mm_min_ps(_mm_or_ps(norms, live), least);
}

// Only if the first lane stays behind and the second goes does anything move.
template <class Doubles>
JULIA_INLINE void pack(double* to, const Doubles& values, unsigned kept) {
  alignas(16) static constexpr std::int64_t moves[4][2] = {{0, 0}, {0, 0}, {-1, -1}, {0, 0}};
  const __m128d move = _mm_load_pd(reinterpret_cast<const double*>(moves[kept]));
  const __m128d moved = _mm_unpackhi_pd(values, values);
  _mm_storeu_pd(to, _mm_or_pd(_mm_and_pd(move, moved), _mm_andnot_pd(move, values)));
}

template <class Doubles>
JULIA_INLINE void compute_here(Doubles& values) {
  __m128d all = values;
  __asm__("" : "+x"(all));
  values = all;
}

template <class Doubles>
JULIA_INLINE Doubles join_halves(const Doubles& high, const Doubles& low) {
  const __m128d upper = _mm_castsi128_pd(_mm_set1_epi64x(static_cast<std::int64_t>(~0ULL << 32)));
  return _mm_or_pd(_mm_and_pd(upper, high), _mm_andnot_pd(upper, low));
}

}  // namespace juliaset::inline JULIA_ISA
