// How far apart the orbits of two near points can be after some steps: a bound of the squared
// distance, followed along with one of them, with nothing but its norms. docs/trap.md has the
// proof, and why each constant is what it is.
#pragma once

#include "juliaset/step.hpp"
#include "lanes.hpp"

namespace juliaset::inline JULIA_ISA {

// Two steps within the circle of radius 2 are off by less than 36u together, where |c| < 2.
constexpr double two_steps_off = 40 * half_ulp_of_one;

// What one orbit can stand for another within: the squared distance, and the band of norms around 4
// in which one of them may be outside, and the other not.
struct Nearness {
  double most_apart;
  double inside;
  double outside;
};
constexpr Nearness near_in_tile_pass{
    .most_apart = 0x1p-40, .inside = 4 - 0x1p-17, .outside = 4 + 0x1p-17};
constexpr Nearness near_in_rounds{
    .most_apart = 0x1p-24, .inside = 4 - 0x1p-9, .outside = 4 + 0x1p-9};
// For those that go on after a round. A bound above it would have grown at each block of steps: so
// it was not above it before.
constexpr double most_apart_after_round = 0x1p-34;
constexpr double farther_than_any = 0x1p900;

// The trap for both of them: nowhere in a round are they as far apart as this.
constexpr double apart_at_the_trap = 0x1p-10;

// Adds what up to 16 steps are rounded; then each of them multiplies only.
template <class Real>
JULIA_INLINE Real with_rounding(const Real& apart) {
  return apart * Real(1 + 0x1p-4) + Real(0x1p-82);
}

// What a step multiplies by, from the norm before it, but for `most_growth`; at least 1 with it.
JULIA_INLINE Doubles growth(const Doubles& norm) { return xsimd::max(norm, Doubles(0.25)); }
constexpr double most_growth = 4 + 0x1p-6;

// The same, and no more than 1 with it for a lane that has stopped.
JULIA_INLINE Doubles growth_if_inside(const Doubles& norm, const Doubles& inside) {
  return growth(xsimd::select(norm < inside, norm, Doubles(0.0)));
}

JULIA_INLINE Doubles apart_after_step(const Doubles& apart, const Doubles& norm) {
  return with_rounding(apart * growth(norm)) * Doubles(most_growth);
}

// After four steps, from the product of the norms before them.
JULIA_INLINE Doubles apart_after_four(const Doubles& apart, const Doubles& product) {
  const Doubles factor = product * Doubles(256 * (1 + 0x1p-4 + 0x1p-9)) + apart * Doubles(0x1p34);
  return apart * factor + Doubles(0x1p-77);
}

}  // namespace juliaset::inline JULIA_ISA
