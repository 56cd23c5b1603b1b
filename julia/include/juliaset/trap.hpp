// The trap: a disc around 0 that the map z -> z*z + c brings back into itself. An orbit in it
// never escapes, so that its count is the limit. docs/trap.md has the proof.
#pragma once

#include <math.h>

#include "juliaset/step.hpp"

namespace juliaset {

constexpr int steps_of_the_proof = 256;

// For each step, how near to 0 the critical orbit is there or comes later, squared. It is the
// centre of each image of a disc: so a disc that comes back then has a larger radius.
struct Returns {
  double nearest[steps_of_the_proof];
};

JULIA_INLINE void find_returns(double c_re, double c_im, Returns& returns) {
  double re = 0;
  double im = 0;
  int steps = 0;
  for (; steps < steps_of_the_proof; ++steps) {
    step(re, im, c_re, c_im);
    const double norm = re * re + im * im;
    if (!(norm < 4)) break;
    returns.nearest[steps] = norm;
  }
  double nearest = 4;
  for (int n = steps_of_the_proof - 1; n >= 0; --n) {
    if (n < steps && returns.nearest[n] < nearest) nearest = returns.nearest[n];
    returns.nearest[n] = nearest;
  }
}

// Does the disc come back into itself? The ball B(w, rho) holds every computed orbit that began in
// it; each step is rounded outwards by more than the arithmetic can be off.
JULIA_INLINE bool returns_into_itself(double radius, double c_re, double c_im,
                                      const Returns& returns) {
  double re = 0;
  double im = 0;
  double rho = radius;
  for (const double nearest : returns.nearest) {
    if (!(nearest < radius * radius)) return false;
    rho = grown_radius(rho, sqrt(re * re + im * im), outwards, slack);
    step(re, im, c_re, c_im);
    const double reach = sqrt(re * re + im * im) * outwards + rho;
    if (!(reach < 2 - 0x1p-30)) return false;
    if (reach < radius) return true;
  }
  return false;
}

// The largest radius that is tried and proved, 0 if there is none.
JULIA_NOT_INLINED double trap_radius(double c_re, double c_im) {
  constexpr double smallest = 0x1p-10;
  Returns returns;
  find_returns(c_re, c_im, returns);
  double radius = 1;
  while (!returns_into_itself(radius, c_re, c_im, returns)) {
    radius *= 0.98;
    if (radius < smallest || !(returns.nearest[0] < radius * radius)) return 0;
  }
  double above = radius / 0.98;
  for (int halving = 0; halving < 4; ++halving) {
    const double middle = 0.5 * (radius + above);
    (returns_into_itself(middle, c_re, c_im, returns) ? radius : above) = middle;
  }
  return radius;
}

}  // namespace juliaset
