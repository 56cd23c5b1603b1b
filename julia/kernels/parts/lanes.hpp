// A vector of doubles, and what the sieve does with its lanes.
#pragma once

#include "batch.hpp"

namespace juliaset::inline JULIA_ISA {

using Doubles = Batch<double>;
using Mask = Doubles::batch_bool_type;

// What lanes_<set>.hpp has:
//   Arch: xsimd's name of the set.
//   has_32_registers: whether there are 32 registers for vectors, and not 16.
// And for vectors of doubles:
//   bits(mask): one bit for each lane that is set, of doubles or of 32-bit integers.
//   upper_halves(a, b): the upper 32 bits of each lane of both, as a vector of floats, in whatever
//     order costs least.
//   in_order(counts): the same lanes with those of `a` first, then those of `b`.
//   add_one(counts, live): counts a step in the lanes that are set.
//   least_that_stopped(least, norms, live): in the lanes that are not set the smaller of both, in
//     the others `least`.
//   pack(to, values, kept): writes the lanes of `values` whose bit is set to `to`, close together.
//     What stands behind them is overwritten, up to a whole vector.
//   compute_here(values): the compiler must have them here, and not put it off until they are read.
//   join_halves(high, low): the upper 32 bits of each lane of `high`, the lower ones of `low`.
//   fused_multiply_subtract(a, b, c): a * b - c in one rounding; only in a set with FUSED in
//     cmake/InstructionSets.cmake.

// 0, 1, 2 and so on.
JULIA_INLINE Doubles from_zero() {
  alignas(64) static constexpr double places[8] = {0, 1, 2, 3, 4, 5, 6, 7};
  static_assert(lanes<double> <= 8);
  return Doubles::load_aligned(places);
}

JULIA_INLINE std::int32_t count_of(unsigned bits_set) {
  if constexpr (lanes<double> == 2) {
    return static_cast<std::int32_t>((bits_set & 1) + (bits_set >> 1));
  }
  return __builtin_popcount(bits_set);  // a call, without SSE4.2
}

}  // namespace juliaset::inline JULIA_ISA
