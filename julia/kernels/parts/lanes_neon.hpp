// NEON of 64-bit ARM: two doubles. What xsimd 8.1 cannot do with them, in intrinsics.
#pragma once

#include <arm_neon.h>

#include <xsimd/xsimd.hpp>

#include "publish.hpp"

namespace juliaset::inline JULIA_ISA {

using Arch = xsimd::neon64;

constexpr bool has_32_registers = true;

// The compiler would have to select: so a lane that has stopped steps on; it never comes back.
constexpr bool holds_stopped_lanes = false;

// Narrowed to 32 bits a lane, and shifted together: there is no instruction for it.
template <class Mask>
JULIA_INLINE unsigned bits(const Mask& mask) {
  const std::uint64_t both = vget_lane_u64(vreinterpret_u64_u32(vmovn_u64(mask)), 0);
  return static_cast<unsigned>((both & 1) | ((both >> 62) & 2));
}

template <class Doubles, class Mask>
JULIA_INLINE void add_one(Doubles& tally, const Mask& live) {
  const uint64x2_t counted = vreinterpretq_u64_f64(tally);
  const uint64x2_t one_where_live = live;  // -1 as an integer
  tally = vreinterpretq_f64_u64(vsubq_u64(counted, one_where_live));
}

// Only if the first lane stays behind and the second goes does anything move.
template <class Doubles>
JULIA_INLINE void pack(double* to, const Doubles& values, unsigned kept) {
  const float64x2_t both = values;
  const uint64x2_t moves = vdupq_n_u64(kept == 2 ? ~std::uint64_t{0} : 0);
  vst1q_f64(to, vbslq_f64(moves, vdupq_laneq_f64(both, 1), both));
}

// a * b - c in one rounding.
template <class Doubles>
JULIA_INLINE Doubles fused_multiply_subtract(const Doubles& a, const Doubles& b, const Doubles& c) {
  return vfmaq_f64(vnegq_f64(c), a, b);
}

}  // namespace juliaset::inline JULIA_ISA
