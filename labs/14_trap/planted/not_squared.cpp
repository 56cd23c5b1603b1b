// fails with: the square of a distance
// One pixel at a time; a pixel that never escapes is counted to the limit.
#include "juliaset/trap.hpp"
#include "parts/pixel.hpp"

namespace {

std::int32_t count(double re, double im, double radius, const juliaset::Problem& problem,
                   juliaset::Patience& patience) {
  std::int32_t n = 0;
  while (!patience.over() && n < problem.max_iterations) {
    const double re2 = re * re;
    const double im2 = im * im;
    if (!juliaset::inside(re, im, re2 + im2)) break;
    // The radius compared with the square of the distance.
    if (re2 + im2 < radius) return problem.max_iterations;
    im = 2.0 * (re * im) + problem.c_im;
    re = (re2 - im2) + problem.c_re;
    ++n;
  }
  return n;
}

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  auto patience = juliaset::Patience::caller(stop);
  const double radius = juliaset::trap_radius(problem.c_re, problem.c_im);
  for (std::int32_t j = 0; j < problem.height && !patience.ended(); ++j) {
    for (std::int32_t i = 0; i < problem.width && !patience.ended(); ++i) {
      counts[std::int64_t{j} * problem.width + i] =
          count(problem.xs[i], problem.ys[j], radius, problem, patience);
    }
  }
}

}  // namespace

JULIA_KERNEL("One pixel at a time, with a disc too large.", one, exact);
