// One pixel, complex arithmetic written out: what cpp.scalar runs for all pixels, and what the
// vector kernels fall back to for the rare pixel that stands on the edge.
#pragma once

#include <math.h>

#include "juliaset/step.hpp"
#include "publish.hpp"

namespace juliaset {

// Python stops at abs(z) >= 2, which is hypot. Let u = 2^-53. The computed sum of squares is off by
// at most 8u near 4. This relies on a hypot that is accurate to about 1 ulp, at most 4u near 2,
// which moves the edge by at most 16u in terms of the sum. So the two can disagree only within 24u
// of 4. The band in which hypot itself is asked is 32u wide on each side: 8 ulp below 4 and 4 ulp
// above, because an ulp is twice as large there.
constexpr double surely_inside = 4.0 - 0x1p-48;
constexpr double surely_outside = 4.0 + 0x1p-48;

JULIA_INLINE bool inside(double re, double im, double norm) {
  if (__builtin_expect(norm < surely_inside, 1)) return true;
  return norm <= surely_outside && hypot(re, im) < 2.0;
}

// An orbit outside the circle of radius 2 stays there where |c| < 2, by more than it is rounded.
JULIA_INLINE bool stays_outside(const Problem& problem) {
  return problem.c_re * problem.c_re + problem.c_im * problem.c_im < 4 - 0x1p-20;
}

JULIA_INLINE std::int32_t escape_count(double re, double im, const Problem& problem,
                                       Patience& patience) {
  std::int32_t n = 0;
  while (!patience.over() && n < problem.max_iterations) {
    const double re2 = re * re;
    const double im2 = im * im;
    if (!inside(re, im, re2 + im2)) break;
    step_from_squares(re, im, re2, im2, problem.c_re, problem.c_im);
    ++n;
  }
  return n;
}

// The pixels from first to last of row j; `row` is where its counts stand.
JULIA_INLINE void count_pixels(const Problem& problem, std::int32_t j, std::int32_t first,
                               std::int32_t last, std::int32_t* row, Patience& patience) {
  for (std::int32_t i = first; i < last && i < problem.width && !patience.ended(); ++i) {
    row[i] = escape_count(problem.xs[i], problem.ys[j], problem, patience);
  }
}

// Again, those that have stopped: what a vector cannot tell from the edge.
JULIA_INLINE void recount_stopped(const Problem& problem, std::int32_t j, std::int32_t first,
                                  std::int32_t last, std::int32_t* row, Patience& patience) {
  for (std::int32_t i = first; i < last && i < problem.width && !patience.ended(); ++i) {
    if (row[i] == problem.max_iterations) continue;
    row[i] = escape_count(problem.xs[i], problem.ys[j], problem, patience);
  }
}

JULIA_INLINE void count_row(const Problem& problem, std::int32_t j, std::int32_t* counts,
                            Patience& patience) {
  std::int32_t* const row = counts + std::int64_t{j} * problem.width;
  count_pixels(problem, j, 0, problem.width, row, patience);
}

}  // namespace juliaset
