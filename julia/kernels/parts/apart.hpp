// How far apart the orbits of two near points can be after some steps: a bound of the squared
// distance, followed along with one of them, with nothing but its norms. docs/trap.md has the
// proof, and why each constant is what it is.
//
// Squared distances are in units of 2^-26: so the bound after four steps has one factor less.
#pragma once

#include "juliaset/step.hpp"
#include "lanes.hpp"

namespace juliaset::inline JULIA_ISA {

constexpr double squares_in_one = 0x1p26;
constexpr double squared(double distance) { return distance * distance * squares_in_one; }

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
    .most_apart = 0x1p-2, .inside = 4 - 0x1p-11, .outside = 4 + 0x1p-11};
constexpr Nearness near_in_rounds{.most_apart = 0x1p2, .inside = 4 - 0x1p-9, .outside = 4 + 0x1p-9};
// For those that go on after a round. A bound above it would have grown at each block of steps: so
// it was not above it before.
constexpr double most_apart_after_round = 0x1p-8;
constexpr double farther_than_any = 0x1p900;

// The trap for both of them: nowhere in a round are they as far apart as this.
constexpr double apart_at_the_trap = 0x1p-10;

// Adds what up to 16 steps are rounded; then each of them multiplies only.
template <class Real>
JULIA_INLINE Real with_rounding(const Real& apart) {
  return apart * Real(1 + 0x1p-4) + Real(0x1p-56);
}

// What a step multiplies by, from the norm before it, but for `most_growth`; at least 1 with it.
JULIA_INLINE Doubles growth(const Doubles& norm) { return xsimd::max(norm, Doubles(0.25)); }
constexpr double most_growth = 4 + 0x1p-6;

// Whose bounds are asked for in the end. Those of lanes that have stopped must not grow on.
enum class Bounds : std::uint8_t { of_live_lanes, of_all_lanes };

// The same; and hardly more than 1 with it for a lane that has stopped, if its bound is asked for.
template <Bounds bounds>
JULIA_INLINE Doubles growth_for(const Doubles& norm, const Doubles& inside) {
  if constexpr (bounds == Bounds::of_live_lanes) return growth(norm);
  return growth(xsimd::select(norm < inside, norm, Doubles(0.0)));
}

JULIA_INLINE Doubles apart_after_step(const Doubles& apart, const Doubles& norm) {
  return with_rounding(apart * growth(norm)) * Doubles(most_growth);
}

// After four steps, from the product of the norms before them.
JULIA_INLINE Doubles apart_after_four(const Doubles& apart, const Doubles& product) {
  return apart * Doubles(256 * (1 + 0x1p-4 + 0x1p-9)) * (product + apart) + Doubles(0x1p-51);
}

}  // namespace juliaset::inline JULIA_ISA
