// The step of the orbit, z -> z*z + c, and how far off its computed value can be.
#pragma once

#include "juliaset/attributes.hpp"

namespace juliaset {

// In six roundings, as CPython rounds it; the doubling is exact. Squares: re*re and im*im, which
// the test of the norm needs, too. For numbers, and for vectors of them.
template <class Real>
JULIA_INLINE void step_from_squares(Real& re, Real& im, const Real& re2, const Real& im2,
                                    const Real& c_re, const Real& c_im) {
  const Real product = re * im;
  im = (product + product) + c_im;  // the longer chain first
  re = (re2 - im2) + c_re;
}

template <class Real>
JULIA_INLINE void step(Real& re, Real& im, const Real& c_re, const Real& c_im) {
  step_from_squares(re, im, re * re, im * im, c_re, c_im);
}

// A ball holds all computed orbits that began in it, if each step of it is rounded outwards by more
// than the arithmetic can be off: by a factor, and by `slack`, which is more than the steps of two
// points are off within the circle of radius 2, where |c| <= 300. docs/trap.md has the proof.
constexpr double half_ulp_of_one = 0x1p-53;
constexpr double outwards = 1 + 0x1p-42;
constexpr double inwards = 1 - 0x1p-42;
constexpr double slack = 0x1p-43;
static_assert(slack >= 878 * half_ulp_of_one, "two steps of |c| <= 300, each off by 439u");

// The radius of the ball after a step, from the one before it and the distance of its centre. A
// vector of constants is made once, outside the loop: so they are arguments.
template <class Real>
JULIA_INLINE Real grown_radius(const Real& radius, const Real& distance, const Real& factor,
                               const Real& summand) {
  return radius * (distance * Real(2.0) + radius) * factor + summand;
}

}  // namespace juliaset
