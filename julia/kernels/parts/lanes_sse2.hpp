// SSE2: two doubles. What xsimd 8.1 cannot do with them, in intrinsics.
#pragma once

#include <immintrin.h>

#include <xsimd/xsimd.hpp>

#include "publish.hpp"

namespace juliaset::inline JULIA_ISA {

using Arch = xsimd::sse2;

// 16 of them, until AVX-512 gives the narrow vectors 32, too.
constexpr bool has_32_registers = may_use(Feature::avx512f);

// The compiler would have to select: so a lane that has stopped steps on; it never comes back.
constexpr bool holds_stopped_lanes = false;

template <class Mask>
JULIA_INLINE unsigned bits(const Mask& mask) {
  return static_cast<unsigned>(_mm_movemask_pd(mask));
}

template <class Doubles, class Mask>
JULIA_INLINE void add_one(Doubles& tally, const Mask& live) {
  const __m128i counted = _mm_castpd_si128(tally);
  tally = _mm_castsi128_pd(_mm_sub_epi64(counted, _mm_castpd_si128(live)));
}

// Only if the first lane stays behind and the second goes does anything move.
template <class Doubles>
JULIA_INLINE void pack(double* to, const Doubles& values, unsigned kept) {
  alignas(16) static constexpr std::int64_t moves[4][2] = {{0, 0}, {0, 0}, {-1, -1}, {0, 0}};
  const __m128d move = _mm_load_pd(reinterpret_cast<const double*>(moves[kept]));
  const __m128d moved = _mm_unpackhi_pd(values, values);
  _mm_storeu_pd(to, _mm_or_pd(_mm_and_pd(move, moved), _mm_andnot_pd(move, values)));
}

}  // namespace juliaset::inline JULIA_ISA
