// A vector of doubles, and what the sieve does with its lanes.
#pragma once

#include "batch.hpp"

namespace juliaset::inline JULIA_ISA {

using Doubles = Batch<double>;
using Mask = Doubles::batch_bool_type;

// What lanes_<set>.hpp has:
//   Arch: xsimd's name of the set.
//   has_32_registers: whether there are 32 registers for vectors, and not 16.
//   holds_stopped_lanes: whether a lane that has stopped keeps its value at no cost.
// And for vectors of doubles:
//   bits(mask): one bit for each lane that is set.
//   add_one(tally, live): counts a step in the lanes that are set (see tally below).
//   pack(to, values, kept): writes the lanes of `values` whose bit is set to `to`, close together.
//     What stands behind them is overwritten, up to a whole vector.
//   fused_multiply_subtract(a, b, c): a * b - c in one rounding; only in a set with FUSED in
//     cmake/InstructionSets.cmake.

// 0, 1, 2 and so on.
JULIA_INLINE Doubles from_zero() {
  alignas(64) static constexpr double places[8] = {0, 1, 2, 3, 4, 5, 6, 7};
  static_assert(lanes<double> <= 8);
  return Doubles::load_aligned(places);
}

// A tally of steps, for each lane. A double of 2^52 and more counts in its last bit: so a mask,
// which is -1 as an integer, is subtracted from it in one operation. AVX-512 adds under its mask.
JULIA_INLINE Doubles tally(std::int32_t steps) {
  const Doubles begun(0x1p52 + steps);
  return begun;
}

JULIA_INLINE Doubles steps_of(const Doubles& tally) { return tally - Doubles(0x1p52); }

JULIA_INLINE std::int32_t count_of(unsigned bits_set) {
  if constexpr (lanes<double> == 2) {
    return static_cast<std::int32_t>((bits_set & 1) + (bits_set >> 1));
  }
  return __builtin_popcount(bits_set);  // a call, without SSE4.2
}

}  // namespace juliaset::inline JULIA_ISA
