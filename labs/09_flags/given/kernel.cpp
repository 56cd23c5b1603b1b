// Sixteen pixels of a row side by side, in plain arrays and plain loops. How many of them go into
// one instruction, and into which one, is up to the compiler and its flags.
#include "parts/publish.hpp"

namespace {

constexpr int side_by_side = 16;

struct Pixels {
  double re[side_by_side], im[side_by_side];
  std::int64_t living[side_by_side], steps[side_by_side];
};

// One step of all; returns how many of them still count. A pixel that has left goes on, uncounted.
std::int64_t step(Pixels& pixels, double c_re, double c_im) {
  std::int64_t living = 0;
  for (int k = 0; k < side_by_side; ++k) {
    const double re = pixels.re[k], im = pixels.im[k];
    const double re2 = re * re, im2 = im * im;
    const double product = re * im;
    pixels.living[k] &= re2 + im2 < 4 ? 1 : 0;
    pixels.steps[k] += pixels.living[k];
    living += pixels.living[k];
    pixels.re[k] = (re2 - im2) + c_re;
    pixels.im[k] = (product + product) + c_im;
  }
  return living;
}

void count_row(const juliaset::Problem& problem, std::int32_t j, std::int32_t* row,
               juliaset::Patience& patience) {
  for (std::int32_t i = 0; i < problem.width; i += side_by_side) {
    Pixels pixels;
    for (int k = 0; k < side_by_side; ++k) {
      pixels.re[k] = i + k < problem.width ? problem.xs[i + k] : 2;
      pixels.im[k] = problem.ys[j];
      pixels.living[k] = 1;
      pixels.steps[k] = 0;
    }
    for (std::int32_t n = 0; n < problem.max_iterations; ++n) {
      if (step(pixels, problem.c_re, problem.c_im) == 0) break;
      if (patience.over(side_by_side)) return;
    }
    for (int k = 0; k < side_by_side && i + k < problem.width; ++k) {
      row[i + k] = static_cast<std::int32_t>(pixels.steps[k]);
    }
  }
}

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  auto patience = juliaset::Patience::caller(stop);
  for (std::int32_t j = 0; j < problem.height && !patience.ended(); ++j) {
    count_row(problem, j, counts + std::int64_t{j} * problem.width, patience);
  }
}

}  // namespace

JULIA_KERNEL("Sixteen pixels side by side, in plain loops.", one, exact);
