// The trap: a disc around 0 that the map z -> z*z + c brings back into itself. Whoever enters it
// never escapes, so that its count is the limit. docs/trap.md has the proof.
#pragma once

#include <math.h>

#include "julia/stop.hpp"

namespace julia {

// Does the disc come back into itself? The ball B(w, rho) holds every computed orbit that began in
// it; each step is rounded outwards by more than the arithmetic can be off.
JULIA_INLINE bool returns_into_itself(double radius, double c_re, double c_im) {
  constexpr int most_steps = 256;
  constexpr double outwards = 1 + 0x1p-40;
  constexpr double off = 0x1p-45;
  double re = 0;
  double im = 0;
  double rho = radius;
  for (int step = 0; step < most_steps; ++step) {
    const double distance = sqrt(re * re + im * im) * outwards;
    rho = rho * (2 * distance + rho) * outwards + off;
    const double product = re * im;
    re = (re * re - im * im) + c_re;
    im = (product + product) + c_im;
    const double reach = sqrt(re * re + im * im) * outwards + rho;
    if (!(reach < 2 - 0x1p-30)) return false;
    if (reach < radius) return true;
  }
  return false;
}

// The largest radius that is tried and proved, 0 where there is none.
JULIA_INLINE double trap_radius(double c_re, double c_im) {
  constexpr double smallest = 0x1p-10;
  double radius = 1;
  while (!returns_into_itself(radius, c_re, c_im)) {
    radius *= 0.98;
    if (radius < smallest) return 0;
  }
  double above = radius / 0.98;
  for (int halving = 0; halving < 4; ++halving) {
    const double middle = 0.5 * (radius + above);
    (returns_into_itself(middle, c_re, c_im) ? radius : above) = middle;
  }
  return radius;
}

}  // namespace julia
