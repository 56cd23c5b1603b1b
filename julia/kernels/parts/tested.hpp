// The test of a step: which lanes live on, and how many steps they have taken. Two vectors of
// doubles share one test.
#pragma once

#include "lanes.hpp"
#include "pixel.hpp"

namespace juliaset::inline JULIA_ISA {

// A norm is not negative, and such doubles are in the order of their upper halves, read as floats.
// The upper halves of two vectors fill one: so one comparison, one count and one look for the edge
// serve both. A NaN stays a NaN, infinity becomes one, and neither is below anything.
using Norms = Batch<float>;
using Live = Norms::batch_bool_type;
using Counts = Batch<std::int32_t>;

template <class Real, std::int32_t vectors>
constexpr std::int32_t vectors_of_a_test = sizeof(Real) == sizeof(float) || vectors == 1 ? 1 : 2;

JULIA_INLINE Norms norms_to_test(const Doubles (&norms)[2]) {
  return upper_halves(norms[0], norms[1]);
}
JULIA_INLINE Norms norms_to_test(const Doubles (&norms)[1]) {
  return upper_halves(norms[0], norms[0]);
}
JULIA_INLINE Norms norms_to_test(const Norms (&norms)[1]) { return norms[0]; }

// The counts of a test, those of its first vector first.
template <class Real>
JULIA_INLINE void store_in_order(const Counts& counts, std::int32_t* to) {
  (sizeof(Real) == sizeof(double) ? in_order(counts) : counts).store_unaligned(to);
}

// The counts of some vectors of doubles.
template <std::int32_t tests>
JULIA_INLINE void store_counts_of_tests(const Counts (&counts)[tests], std::int32_t* to) {
#pragma GCC unroll 8
  for (std::int32_t t = 0; t < tests; ++t) {
    const std::int32_t k = t * 2 * lanes<double>;
    store_in_order<double>(counts[t], to + k);
  }
}

constexpr float upper_half(double number) {
  return __builtin_bit_cast(
      float, static_cast<std::uint32_t>(__builtin_bit_cast(std::uint64_t, number) >> 32));
}

// Upper halves have 21 bits: they cannot tell a norm within 2^-18 of 4 from one in the band where
// hypot must be asked. So all those are counted again: a few pixels of a million.
constexpr float upper_half_inside = upper_half(surely_inside);
constexpr float upper_half_outside = upper_half(surely_outside);

// The least norm of those that have stopped tells whether one did so on the edge.
JULIA_INLINE Norms none_has_stopped() {
  const Norms beyond(upper_half(16.0));
  return beyond;
}
JULIA_INLINE bool any_on_the_edge(const Norms& least_that_stopped) {
  return xsimd::any(least_that_stopped <= Norms(upper_half_outside));
}

}  // namespace juliaset::inline JULIA_ISA
