// AVX-512: eight doubles, and a register of bits for each mask.
#pragma once

#include <immintrin.h>

#include <xsimd/xsimd.hpp>

#include "publish.hpp"

namespace juliaset::inline JULIA_ISA {

using Arch = xsimd::avx512f;

constexpr bool has_32_registers = true;

// It adds and moves under a mask at no cost.
constexpr bool holds_stopped_lanes = true;

template <class Mask>
JULIA_INLINE unsigned bits(const Mask& mask) {
  return static_cast<__mmask8>(mask);
}

template <class Doubles, class Mask>
JULIA_INLINE void add_one(Doubles& tally, const Mask& live) {
  tally = _mm512_mask_add_pd(tally, static_cast<__mmask8>(live), tally, _mm512_set1_pd(1.0));
}

template <class Doubles>
JULIA_INLINE void pack(double* to, const Doubles& values, unsigned kept) {
  _mm512_storeu_pd(to, _mm512_maskz_compress_pd(static_cast<__mmask8>(kept), values));
}

// a * b - c in one rounding: xsimd 8.1 has none for avx512f, it would round twice.
template <class Doubles>
JULIA_INLINE Doubles fused_multiply_subtract(const Doubles& a, const Doubles& b, const Doubles& c) {
  return _mm512_fmsub_pd(a, b, c);
}

}  // namespace juliaset::inline JULIA_ISA
