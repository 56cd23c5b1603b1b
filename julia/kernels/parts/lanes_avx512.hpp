// AVX-512: eight doubles, and a register of bits for each mask.
#pragma once

#include <immintrin.h>

#include <type_traits>
#include <xsimd/xsimd.hpp>

#include "publish.hpp"

namespace juliaset::inline JULIA_ISA {

using Arch = xsimd::avx512f;

constexpr bool has_32_registers = true;

template <class Mask>
JULIA_INLINE unsigned bits(const Mask& mask) {
  using Lanes = std::conditional_t<Mask::size == 8, __mmask8, __mmask16>;
  return static_cast<Lanes>(mask);
}

// Within each quarter of the register, two lanes of `a` before two of `b`.
template <class Doubles>
JULIA_INLINE xsimd::batch<float, Arch> upper_halves(const Doubles& a, const Doubles& b) {
  return _mm512_shuffle_ps(_mm512_castpd_ps(a), _mm512_castpd_ps(b), _MM_SHUFFLE(3, 1, 3, 1));
}

template <class Counts>
JULIA_INLINE Counts in_order(const Counts& counts) {
  return _mm512_permutexvar_epi64(_mm512_setr_epi64(0, 2, 4, 6, 1, 3, 5, 7), counts);
}

template <class Counts, class Live>
JULIA_INLINE void add_one(Counts& counts, const Live& live) {
  const auto lanes = static_cast<__mmask16>(live);
  counts = _mm512_mask_add_epi32(counts, lanes, counts, _mm512_set1_epi32(1));
}

template <class Norms, class Live>
JULIA_INLINE Norms least_that_stopped(const Norms& least, const Norms& norms, const Live& live) {
  const auto stopped = static_cast<__mmask16>(~static_cast<__mmask16>(live));
  return _mm512_mask_min_ps(least, stopped, norms, least);
}

template <class Doubles>
JULIA_INLINE void pack(double* to, const Doubles& values, unsigned kept) {
  _mm512_storeu_pd(to, _mm512_maskz_compress_pd(static_cast<__mmask8>(kept), values));
}

template <class Doubles>
JULIA_INLINE void compute_here(Doubles& values) {
  __m512d all = values;
  __asm__("" : "+v"(all));
  values = all;
}

template <class Doubles>
JULIA_INLINE Doubles join_halves(const Doubles& high, const Doubles& low) {
  const __m512i both =
      _mm512_mask_mov_epi32(_mm512_castpd_si512(high), 0x5555, _mm512_castpd_si512(low));
  return _mm512_castsi512_pd(both);
}

// a * b - c in one rounding: xsimd 8.1 has none for avx512f, it would round twice.
template <class Doubles>
JULIA_INLINE Doubles fused_multiply_subtract(const Doubles& a, const Doubles& b, const Doubles& c) {
  return _mm512_fmsub_pd(a, b, c);
}

}  // namespace juliaset::inline JULIA_ISA
