// The trap: a disc around 0 that the map z -> z*z + c brings back into itself. An orbit in it
// never escapes, so that its count is the limit. docs/trap.md has the proof.
#pragma once

#include <math.h>

#include "juliaset/step.hpp"

namespace juliaset {

constexpr int steps_of_the_proof = 256;

// How near to 0 the critical orbit comes again. It is the centre of each image of the disc: so no
// disc of a smaller radius comes back into itself.
JULIA_INLINE double nearest_return(double c_re, double c_im) {
  double re = 0;
  double im = 0;
  double least = 4;
  for (int n = 0; n < steps_of_the_proof; ++n) {
    step(re, im, c_re, c_im);
    const double norm = re * re + im * im;
    if (!(norm < 4)) break;
    least = norm < least ? norm : least;
  }
  return sqrt(least);
}

// Does the disc come back into itself? The ball B(w, rho) holds every computed orbit that began in
// it; each step is rounded outwards by more than the arithmetic can be off.
JULIA_INLINE bool returns_into_itself(double radius, double c_re, double c_im) {
  double re = 0;
  double im = 0;
  double rho = radius;
  for (int n = 0; n < steps_of_the_proof; ++n) {
    rho = grown_radius(rho, sqrt(re * re + im * im), outwards, slack);
    step(re, im, c_re, c_im);
    const double reach = sqrt(re * re + im * im) * outwards + rho;
    if (!(reach < 2 - 0x1p-30)) return false;
    if (reach < radius) return true;
  }
  return false;
}

// The largest radius that is tried and proved, 0 if there is none.
JULIA_INLINE double trap_radius(double c_re, double c_im) {
  constexpr double smallest = 0x1p-10;
  const double nearest = nearest_return(c_re, c_im);
  double radius = 1;
  while (!returns_into_itself(radius, c_re, c_im)) {
    radius *= 0.98;
    if (radius < smallest || radius < nearest) return 0;
  }
  double above = radius / 0.98;
  for (int halving = 0; halving < 4; ++halving) {
    const double middle = 0.5 * (radius + above);
    (returns_into_itself(middle, c_re, c_im) ? radius : above) = middle;
  }
  return radius;
}

}  // namespace juliaset
