// NEON of 64-bit ARM: two doubles. What xsimd 8.1 cannot do with them, in intrinsics.
#pragma once

#include <arm_neon.h>

#include <xsimd/xsimd.hpp>

#include "publish.hpp"

namespace juliaset::inline JULIA_ISA {

using Arch = xsimd::neon64;

constexpr bool has_32_registers = true;

// Narrowed to 32 bits a lane, and shifted together: there is no instruction for it.
JULIA_INLINE unsigned bits(const xsimd::batch_bool<double, Arch>& mask) {
  const std::uint64_t both = vget_lane_u64(vreinterpret_u64_u32(vmovn_u64(mask)), 0);
  return static_cast<unsigned>((both & 1) | ((both >> 62) & 2));
}

JULIA_INLINE unsigned bits(const xsimd::batch_bool<std::int32_t, Arch>& mask) {
  alignas(16) static constexpr std::uint32_t values[4] = {1, 2, 4, 8};
  return vaddvq_u32(vandq_u32(mask, vld1q_u32(values)));
}

template <class Doubles>
JULIA_INLINE xsimd::batch<float, Arch> upper_halves(const Doubles& a, const Doubles& b) {
  return vuzp2q_f32(vreinterpretq_f32_f64(a), vreinterpretq_f32_f64(b));
}

template <class Counts>
JULIA_INLINE Counts in_order(const Counts& counts) {
  return counts;
}

template <class Counts, class Live>
JULIA_INLINE void add_one(Counts& counts, const Live& live) {
  const uint32x4_t minus_one_where_live = live;
  counts = vsubq_s32(counts, vreinterpretq_s32_u32(minus_one_where_live));
}

// Norms are in the order of their bits, and all bits set are above any.
template <class Norms, class Live>
JULIA_INLINE Norms least_that_stopped(const Norms& least, const Norms& norms, const Live& live) {
  const uint32x4_t stopped = vorrq_u32(vreinterpretq_u32_f32(norms), live);
  return vreinterpretq_f32_u32(vminq_u32(stopped, vreinterpretq_u32_f32(least)));
}

// Only if the first lane stays behind and the second goes does anything move.
template <class Doubles>
JULIA_INLINE void pack(double* to, const Doubles& values, unsigned kept) {
  const float64x2_t both = values;
  const uint64x2_t moves = vdupq_n_u64(kept == 2 ? ~std::uint64_t{0} : 0);
  vst1q_f64(to, vbslq_f64(moves, vdupq_laneq_f64(both, 1), both));
}

template <class Doubles>
JULIA_INLINE void compute_here(Doubles& values) {
  float64x2_t all = values;
  __asm__("" : "+w"(all));
  values = all;
}

template <class Doubles>
JULIA_INLINE Doubles join_halves(const Doubles& high, const Doubles& low) {
  return vbslq_f64(vdupq_n_u64(~std::uint64_t{0} << 32), high, low);
}

// a * b - c in one rounding.
template <class Doubles>
JULIA_INLINE Doubles fused_multiply_subtract(const Doubles& a, const Doubles& b, const Doubles& c) {
  return vfmaq_f64(vnegq_f64(c), a, b);
}

}  // namespace juliaset::inline JULIA_ISA
