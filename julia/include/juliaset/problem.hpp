// What every kernel is given: two axes, a constant and a limit. Never a grid of points.
#pragma once

#include <cstdint>

namespace juliaset {

// counts[j * width + i] = the steps n < max_iterations taken while abs(z) < 2, from
// z = xs[i] + 1j * ys[j] by z = z * z + c: what CPython computes in double precision.
struct Problem {
  const double* xs;
  const double* ys;
  std::int32_t width;
  std::int32_t height;
  double c_re;
  double c_im;
  std::int32_t max_iterations;
};

}  // namespace juliaset
